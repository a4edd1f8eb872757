namespace PathwayOrleans.Cli;

/// <summary>
/// Where the silo's program is. This command starts silos as processes and knows no more of them: it is built and
/// runs where the Orleans packages are missing.
/// </summary>
internal sealed class SiloProgram
{
    /// <summary>An environment variable with the path of the silo's dll.</summary>
    internal const string PathVariable = "PATHWAY_SILO";

    /// <summary>An environment variable with the reason why there is no silo.</summary>
    internal const string MissingVariable = "PATHWAY_NO_SILO";

    private const string DllName = "PathwayOrleans.Silo.dll";

    private SiloProgram(string? dll, string? whyMissing)
    {
        Dll = dll;
        WhyMissing = whyMissing;
    }

    /// <summary>The program; null where there is none.</summary>
    internal string? Dll { get; }

    /// <summary>Why there is none, as a sentence's end; null where there is one.</summary>
    internal string? WhyMissing { get; }

    /// <summary>Looks for it: where the environment says, else where a build of all projects puts it.</summary>
    /// <param name="variable">Reads an environment variable.</param>
    /// <param name="ownFolder">This program's folder, <c>…/Cli/bin/CONFIGURATION/FRAMEWORK</c> where it is not installed.</param>
    internal static SiloProgram Find(Func<string, string?> variable, string ownFolder)
    {
        if (variable(MissingVariable) is { Length: > 0 } reason)
        {
            return new SiloProgram(null, reason);
        }

        if (variable(PathVariable) is { Length: > 0 } given)
        {
            return File.Exists(given)
                ? new SiloProgram(Path.GetFullPath(given), null)
                : new SiloProgram(null, $"{PathVariable} is {given}, and there is no such file");
        }

        var framework = new DirectoryInfo(Path.TrimEndingDirectorySeparator(ownFolder));
        string? root = framework.Parent?.Parent?.Parent?.Parent?.FullName;
        string built = Path.Combine(root ?? ownFolder, "Silo", "bin", framework.Parent?.Name ?? "", framework.Name, DllName);
        return File.Exists(built) ? new SiloProgram(built, null) : new SiloProgram(null, $"no silo is built at {built}");
    }

    /// <summary>Looks for it in this process' environment and beside this program.</summary>
    internal static SiloProgram Find() => Find(Environment.GetEnvironmentVariable, AppContext.BaseDirectory);
}
