using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.GrainRows;

namespace PathwayOrleans.Cli.Reset;

/// <summary>Sets the state of one user aside, because it cannot be read.</summary>
internal sealed class SetUserAside(DatabaseOptions options, bool force, ResetOutput output)
{
    internal async Task<int> RunAsync(string userId, CancellationToken cancellationToken)
    {
        bool isFound = await ResetTransaction.RunAsync(
            options,
            force,
            (connection, token) => UserSetAside.TryMoveAsync(connection, options.ServiceId, userId, token),
            cancellationToken);
        if (!isFound)
        {
            throw new CommandFailedException(
                $"There is no state of user '{Printable.Sanitize(userId)}' in {DatabaseConfiguration.Describe(options)}.");
        }

        await output.WriteAsync(
            $"{DatabaseConfiguration.Describe(options)}: moved the rows of user '{Printable.Sanitize(userId)}' to " +
            "users_set_aside. The user starts at 0 with the next event.",
            new { schema = ServiceId.Schema(options.ServiceId), user = userId });
        return ExitCodes.Success;
    }
}
