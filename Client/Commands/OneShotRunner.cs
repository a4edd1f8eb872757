using System.CommandLine;
using PathwayOrleans.Client.Configuration;
using PathwayOrleans.Client.Connection;
using PathwayOrleans.Client.Output;

namespace PathwayOrleans.Client.Commands;

/// <summary>A connection for one command.</summary>
internal sealed class OneShotRunner(ConnectionArguments connection, Option<bool> verbose, TimeProvider time) : ICommandRunner
{
    public Task<int> RunAsync(ParseResult parsed, bool json, ClusterWork work, CancellationToken cancellationToken) => CommandEnd.RunAsync(
        async () =>
        {
            await using ClusterConnection cluster = await ClusterConnection.OpenAsync(
                connection.Read(parsed), parsed.GetValue(verbose), time, cancellationToken);
            return await work(cluster, ClientOutput.ForProcess(json), cancellationToken);
        },
        parsed.GetValue(verbose),
        cancellationToken);
}
