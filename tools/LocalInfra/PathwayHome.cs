namespace PathwayOrleans.LocalInfra;

/// <summary>The folder for data that outlives a process: Postgres clusters.</summary>
public static class PathwayHome
{
    /// <summary>The environment variable that overrides the folder.</summary>
    public const string Variable = "PATHWAY_HOME";

    /// <summary>
    /// <c>$PATHWAY_HOME</c>, otherwise <c>/var/lib/pathway-orleans</c> for root (the user that Postgres runs as cannot access
    /// root's home), otherwise <c>$XDG_STATE_HOME/pathway-orleans</c> or <c>~/.local/state/pathway-orleans</c>.
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
