namespace PathwayOrleans.LocalInfra;

/// <summary>Where this project keeps what outlives a process: clusters and their data.</summary>
public static class PathwayHome
{
    /// <summary>The environment variable that overrides the folder.</summary>
    public const string Variable = "PATHWAY_HOME";

    /// <summary>
    /// <c>$PATHWAY_HOME</c>, else for root <c>/var/lib/pathway-orleans</c> (root's home is closed to the user that
    /// Postgres runs as), else <c>$XDG_STATE_HOME/pathway-orleans</c> or <c>~/.local/state/pathway-orleans</c>.
    /// </summary>
    public static string Folder
    {
        get
        {
            if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } configured)
            {
                return Path.GetFullPath(configured);
            }

            if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
            {
                return "/var/lib/pathway-orleans";
            }

            string state = Environment.GetEnvironmentVariable("XDG_STATE_HOME") is { Length: > 0 } folder
                ? folder
                : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
            return Path.Combine(state, "pathway-orleans");
        }
    }
}
