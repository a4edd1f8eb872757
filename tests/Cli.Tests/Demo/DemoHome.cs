using PathwayOrleans.Testing;

namespace PathwayOrleans.Cli.Tests.Demo;

/// <summary>
/// A home of the tests' own for the demo's Postgres, which they share, as a user's demos do; and a mark by which
/// every process of theirs is found.
/// </summary>
public sealed class DemoHome : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"pathway-demo-{Guid.NewGuid():n}");

    public DemoHome()
    {
        Directory.CreateDirectory(_folder);
        if (!OperatingSystem.IsWindows())
        {
            // Run by root, Postgres runs as another user, who has to get in.
            File.SetUnixFileMode(_folder, (UnixFileMode)Convert.ToInt32("755", 8));
        }
    }

    /// <summary>For demos whose workers are standalone where nothing else is said, whatever is built here.</summary>
    internal IReadOnlyDictionary<string, string> Environment => With(siloDll: null);

    /// <summary>For demos that may start silos.</summary>
    internal IReadOnlyDictionary<string, string> EnvironmentWithSilo(string siloDll) => With(siloDll);

    /// <summary>When the data of the Postgres cluster were made; null where there are none.</summary>
    internal DateTime? ClusterMade
    {
        get
        {
            // Each database has such a file too, further down.
            string? file = Directory.GetFiles(_folder, "PG_VERSION", SearchOption.AllDirectories).MinBy(path => path.Length);
            return file is null ? null : File.GetLastWriteTimeUtc(file);
        }
    }

    /// <summary>
    /// Returns when no process is left that a demo of this home started, or was. What watches over its Postgres ends by
    /// itself, a moment after it.
    /// </summary>
    internal Task UntilNothingIsLeftAsync() => Eventually.SucceedsAsync(
        () => Task.FromResult(!Processes().Any()), TimeSpan.FromMinutes(2), "every process of the demo to end");

    /// <summary>The processes that have this home among their arguments or in their environment.</summary>
    internal IEnumerable<string> Processes() => Directory.GetDirectories("/proc")
        .Where(process => int.TryParse(Path.GetFileName(process), out int id) && id != System.Environment.ProcessId)
        .Where(process => Mentions(process, "cmdline") || Mentions(process, "environ"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Dictionary<string, string> With(string? siloDll) => new()
    {
        ["PATHWAY_HOME"] = _folder,
        [SiloProgram.PathVariable] = siloDll ?? "",
        [SiloProgram.MissingVariable] = siloDll is null ? "this test wants none" : "",
    };

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
