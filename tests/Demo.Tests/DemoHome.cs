using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Demo.Tests;

/// <summary>
/// The folder of the demos' Postgres (PATHWAY_HOME), shared by the tests as by the demos of a user. Its path also identifies the
/// processes that the tests start.
/// </summary>
public sealed class DemoHome : IDisposable
{
    private readonly string _folder = RunFolders.Create("demo").FullName;

    public DemoHome()
    {
        if (!OperatingSystem.IsWindows())
        {
            // Under root, Postgres runs as another user, who must be able to access the folder.
            File.SetUnixFileMode(_folder, (UnixFileMode)Convert.ToInt32("755", 8));
        }
    }

    /// <summary>The environment variables of a demo.</summary>
    internal IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["PATHWAY_HOME"] = _folder };

    /// <summary>The time at which the Postgres cluster was created; null if there is none.</summary>
    internal DateTime? ClusterCreatedAt
    {
        get
        {
            // Each database has such a file too, in a deeper folder.
            string? file = Directory.GetFiles(_folder, "PG_VERSION", SearchOption.AllDirectories).MinBy(path => path.Length);
            return file is null ? null : File.GetLastWriteTimeUtc(file);
        }
    }

    /// <summary>
    /// Returns when every process of the demos of this folder has ended. The watcher of Postgres ends a moment after the demo.
    /// </summary>
    internal Task UntilNothingIsLeftAsync() => Eventually.SucceedsAsync(
        () => Task.FromResult(!Processes().Any()), TimeSpan.FromMinutes(5), "every process of the demo to end");

    /// <summary>The processes that have this folder in their arguments or in their environment.</summary>
    internal IEnumerable<string> Processes() => Directory.GetDirectories("/proc")
        .Where(process => int.TryParse(Path.GetFileName(process), out int id) && id != System.Environment.ProcessId)
        .Where(process => Mentions(process, "cmdline") || Mentions(process, "environ"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private bool Mentions(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file)).Contains(_folder, StringComparison.Ordinal);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
