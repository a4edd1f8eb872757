using System.CommandLine;
using PathwayOrleans.Client.Configuration;
using PathwayOrleans.Client.Connection;
using PathwayOrleans.CommandLine;

namespace PathwayOrleans.Client.Commands;

/// <summary>Opens a connection for each command.</summary>
internal sealed class OneShotRunner(ConnectionArguments connection, Option<bool> verbose, TimeProvider time) : ICommandRunner
{
    public Task<int> RunAsync(
        ParseResult parsed, bool json, ClusterWork work, CancellationToken cancellationToken) => CommandAction.RunAsync(
        async () =>
        {
            await using ClusterConnection cluster = await ClusterConnection.OpenAsync(
                connection.Read(parsed), parsed.GetValue(verbose), time, cancellationToken);
            return await work(cluster, ClientOutput.ForProcess(json), cancellationToken);
        },
        cancellationToken,
        ClientErrors.Describe(parsed.GetValue(verbose)));
}
