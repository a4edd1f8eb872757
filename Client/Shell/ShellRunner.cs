using System.CommandLine;
using PathwayOrleans.Client.Commands;
using PathwayOrleans.Client.Connection;
using PathwayOrleans.Client.Output;

namespace PathwayOrleans.Client.Shell;

/// <summary>Every command over the one connection.</summary>
internal sealed class ShellRunner(ICluster cluster, bool alwaysJson, bool verbose) : ICommandRunner
{
    public Task<int> RunAsync(ParseResult parsed, bool json, ClusterWork work, CancellationToken cancellationToken) => CommandEnd.RunAsync(
        () => work(cluster, ClientOutput.ForProcess(json || alwaysJson), cancellationToken), verbose, cancellationToken);
}
