using System.Globalization;

namespace PathwayOrleans.Testing.Processes;

/// <summary>Detects which processes of this machine run.</summary>
public static class LivingProcess
{
    /// <summary>Whether a process runs. False also for a process that has ended and whose parent has not waited for it.</summary>
    public static bool Exists(int id) => TryRead(id, "cmdline").Length > 0;

    /// <summary>Returns once a process has ended.</summary>
    public static Task EndsAsync(int id) => Eventually.SucceedsAsync(() => !Exists(id), $"the end of process {id}");

    /// <summary>The processes that were started with an environment variable of this value.</summary>
    public static IEnumerable<int> WithVariable(string name, string value) => Directory.GetDirectories("/proc")
        .Select(folder =>
            int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0)
        .Where(id => id != 0 && TryRead(id, "environ").Split('\0').Contains($"{name}={value}"));

    private static string TryRead(int id, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/{file}"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
