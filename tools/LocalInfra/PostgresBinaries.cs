using System.Globalization;

namespace PathwayOrleans.LocalInfra;

/// <summary>The Postgres server programs of this machine.</summary>
internal sealed class PostgresBinaries
{
    private const string Variable = "PATHWAY_PG_BIN";

    private static readonly string[] Programs = ["postgres", "initdb", "pg_ctl"];

    /// <summary>The folders of packages: Debian, PGDG's RPMs, Homebrew.</summary>
    private static readonly (string Parent, string Pattern, string Below)[] PackageFolders =
    [
        ("/usr/lib/postgresql", "*", "bin"),
        ("/usr", "pgsql-*", "bin"),
        ("/opt/homebrew/opt", "postgresql@*", "bin"),
        ("/usr/local/opt", "postgresql@*", "bin"),
    ];

    private readonly string _folder;

    private PostgresBinaries(string folder) => _folder = folder;

    internal string Postgres => Path.Combine(_folder, "postgres");

    internal string InitDb => Path.Combine(_folder, "initdb");

    internal string PgCtl => Path.Combine(_folder, "pg_ctl");

    /// <summary>A client program: beside the server programs, otherwise in PATH.</summary>
    internal string Client(string program) =>
        Path.Combine(_folder, program) is var beside && File.Exists(beside) ? beside : program;

    /// <summary>Looks in <c>$PATHWAY_PG_BIN</c>, in PATH, then in the folders of packages, newest version first.</summary>
    /// <exception cref="InvalidOperationException">The programs were not found.</exception>
    internal static PostgresBinaries Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured)
        {
            return IsComplete(configured)
                ? new PostgresBinaries(configured)
                : throw new InvalidOperationException(
                    $"{Variable} is '{configured}', which does not contain all of {string.Join(", ", Programs)}. Set it to the " +
                    "folder of the Postgres server programs.");
        }

        string[] path = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string? folder = path.Concat(Packaged()).FirstOrDefault(IsComplete);
        return folder is not null
            ? new PostgresBinaries(folder)
            : throw new InvalidOperationException(
                "No Postgres server programs were found. Install them (Debian, Ubuntu: apt-get install postgresql; Fedora: "
                + $"dnf install postgresql-server; macOS: brew install postgresql@17) or set {Variable} to their folder.");
    }

    /// <summary>The major version. A server reads only data folders of its own major version.</summary>
    internal async Task<int> MajorVersionAsync(CancellationToken cancellation)
    {
        string version = await CommandLineTool.RunAsync([Postgres, "--version"], cancellation);
        string number = new([.. version.SkipWhile(c => !char.IsAsciiDigit(c)).TakeWhile(char.IsAsciiDigit)]);
        return int.TryParse(number, CultureInfo.InvariantCulture, out int major)
            ? major
            : throw new InvalidOperationException($"The output of `{Postgres} --version` has no version: '{version.Trim()}'.");
    }

    private static IEnumerable<string> Packaged() =>
        from home in PackageFolders
        where Directory.Exists(home.Parent)
        from versioned in Directory.GetDirectories(home.Parent, home.Pattern).OrderByDescending(VersionIn)
        select Path.Combine(versioned, home.Below);

    private static double VersionIn(string folder)
    {
        string name = new([.. Path.GetFileName(folder).Where(c => char.IsAsciiDigit(c) || c == '.')]);
        return double.TryParse(name, CultureInfo.InvariantCulture, out double version) ? version : 0;
    }

    private static bool IsComplete(string folder) => Programs.All(program => File.Exists(Path.Combine(folder, program)));
}
