using System.Globalization;

namespace PathwayOrleans.Testing.Folders;

/// <summary>
/// Temporary folders whose names contain the id of this process. Each run deletes the folders that a killed run left, but not
/// those of a running one.
/// </summary>
public static class RunFolders
{
    private const string Prefix = "pathway-tmp-";

    private static readonly Lazy<bool> Ready = new(() =>
    {
        RunOwner.ClaimOurs();
        RemoveLeftovers();
        return true;
    });

    /// <summary>Creates an empty folder.</summary>
    /// <param name="kind">A part of the name that tells the purpose of the folder.</param>
    public static DirectoryInfo Create(string kind)
    {
        _ = Ready.Value;
        return Directory.CreateTempSubdirectory(
            string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}-{kind}-"));
    }

    /// <summary>Deletes the folders of runs that have ended.</summary>
    public static void RemoveLeftovers()
    {
        foreach (string folder in Directory.GetDirectories(Path.GetTempPath(), Prefix + "*")
            .Where(folder => Owner(folder) is { } id && RunOwner.HasEnded(id)))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
            {
                // Another run is deleting it too, or it belongs to another user. The next run tries again.
            }
        }
    }

    /// <summary>The existing folders that a process created.</summary>
    public static IReadOnlyList<string> Of(int processId) =>
        [.. Directory.GetDirectories(Path.GetTempPath(), Prefix + "*").Where(folder => Owner(folder) == processId)];

    private static int? Owner(string folder) =>
        int.TryParse(
            Path.GetFileName(folder)[Prefix.Length..].Split('-')[0], NumberStyles.None, CultureInfo.InvariantCulture,
            out int id) ? id : null;
}
