namespace PathwayOrleans.LocalInfra;

/// <summary>The account that Postgres runs as: ours, or <c>postgres</c> when we are root, which Postgres refuses.</summary>
internal static class PostgresAccount
{
    private const string Name = "postgres";

    /// <summary>What to put before a command so that it runs as that account, in the same process.</summary>
    internal static IReadOnlyList<string> Prefix => Environment.IsPrivilegedProcess
        ? ["setpriv", $"--reuid={Name}", $"--regid={Name}", "--init-groups", "--"]
        : [];

    /// <summary>Gives a folder to the account and makes sure that it can reach it.</summary>
    /// <exception cref="InvalidOperationException">There is no such account, or it cannot reach the folder.</exception>
    internal static async Task OwnAsync(string folder, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return;
        }

        (int code, _, string error) = await CommandLineTool.TryRunAsync(["chown", $"{Name}:", folder], cancellation);
        if (code != 0)
        {
            throw new InvalidOperationException(
                $"'{folder}' could not be given to the user '{Name}', which Postgres runs as when we are root: {error.Trim()}. "
                + "Install Postgres from the system's packages (they create that user), or run as another user than root.");
        }

        (code, _, error) = await CommandLineTool.TryRunAsync([.. Prefix, "test", "-w", folder], cancellation);
        if (code != 0)
        {
            throw new InvalidOperationException(
                $"The user '{Name}', which Postgres runs as when we are root, cannot reach '{folder}' {error.Trim()}: "
                + $"choose a folder whose parents are open to it (chmod o+x), for instance through {PathwayHome.Variable}.");
        }
    }
}
