using System.CommandLine;
using PathwayOrleans.Client.Commands;
using PathwayOrleans.Client.Connection;
using PathwayOrleans.CommandLine;

namespace PathwayOrleans.Client.Shell;

/// <summary>Runs every command over one open connection.</summary>
internal sealed class ShellRunner(ICluster cluster, bool alwaysJson, bool verbose) : ICommandRunner
{
    public Task<int> RunAsync(
        ParseResult parsed, bool json, ClusterWork work, CancellationToken cancellationToken) => CommandAction.RunAsync(
        () => work(cluster, ClientOutput.ForProcess(json || alwaysJson), cancellationToken),
        cancellationToken,
        ClientErrors.Describe(verbose));
}
