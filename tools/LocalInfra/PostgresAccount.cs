namespace PathwayOrleans.LocalInfra;

/// <summary>
/// The account that Postgres runs as: the current user, or <c>postgres</c> if that is root, as which Postgres does not start.
/// </summary>
internal static class PostgresAccount
{
    private const string Name = "postgres";

    /// <summary>
    /// The prefix of a command that runs it as that account in the same process. Changing the user clears the parent-death
    /// signal, so it is kept explicitly.
    /// </summary>
    internal static IReadOnlyList<string> Prefix => Environment.IsPrivilegedProcess
        ? ["setpriv", $"--reuid={Name}", $"--regid={Name}", "--init-groups", "--pdeathsig", "keep", "--"]
        : [];

    /// <summary>Makes the account the owner of a folder and verifies that it can access the folder.</summary>
    /// <exception cref="InvalidOperationException">The account does not exist, or it cannot access the folder.</exception>
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
                $"The owner of '{folder}' could not be changed to '{Name}', the user that Postgres runs as under root: " +
                $"{error.Trim()}. "
                + "Install Postgres from the system's packages, which create that user, or run as another user than root.");
        }

        (code, _, error) = await CommandLineTool.TryRunAsync([.. Prefix, "test", "-w", folder], cancellation);
        if (code != 0)
        {
            throw new InvalidOperationException(
                $"The user '{Name}', which Postgres runs as under root, cannot access '{folder}' {error.Trim()}. "
                + $"Use a folder whose parents that user can access (chmod o+x), for instance with {PathwayHome.Variable}.");
        }
    }
}
