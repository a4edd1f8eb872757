using System.Globalization;

namespace PathwayOrleans.Testing.Folders;

/// <summary>
/// Detects whether the test run that created an object has ended. Each run holds a lock, which the operating system releases
/// when the process ends in any way. A process id is not sufficient, because ids are reused.
/// </summary>
internal static class RunOwner
{
    private const string Prefix = "pathway-run-";
    private const int Attempts = 100;
    private static readonly TimeSpan AttemptInterval = TimeSpan.FromMilliseconds(5);

    private static readonly Lazy<FileStream> Claim = new(Lock);

    /// <summary>
    /// Takes the lock of this process. Must be called before any object is created whose name contains the process id.
    /// </summary>
    internal static void ClaimOurs() => _ = Claim.Value;

    /// <summary>
    /// Whether the run of a process has ended. If there is no lock file, as with an older version of the tests, any process
    /// with that id counts as the run.
    /// </summary>
    internal static bool HasEnded(int processId)
    {
        if (processId == Environment.ProcessId)
        {
            return false;
        }

        try
        {
            new FileStream(LockOf(processId), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
            return true;
        }
        catch (FileNotFoundException)
        {
            return !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{processId}"));
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Locked by the run, or for a moment by another run with the same question; or the file belongs to another user's
            // run.
            return false;
        }
    }

    /// <summary>
    /// Deletes the lock files of runs that have ended. Must be called after the objects of these runs were removed.
    /// </summary>
    internal static void DeleteEnded()
    {
        foreach (string path in Directory.GetFiles(Path.GetTempPath(), Prefix + "*"))
        {
            if (int.TryParse(Path.GetFileName(path)[Prefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int id)
                && HasEnded(id))
            {
                File.Delete(path);
            }
        }
    }

    private static string LockOf(int processId) =>
        Path.Combine(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"{Prefix}{processId}"));

    private static FileStream Lock()
    {
        string path = LockOf(Environment.ProcessId);
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                FileStream claim = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(path);
                return claim;
            }
            catch (IOException) when (attempt < Attempts)
            {
                // Another run is checking at this moment whether this one has ended.
                Thread.Sleep(AttemptInterval);
            }
        }
    }
}
