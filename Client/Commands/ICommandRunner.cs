using System.CommandLine;
using PathwayOrleans.Client.Connection;
using PathwayOrleans.Client.Output;

namespace PathwayOrleans.Client.Commands;

/// <summary>A question to the cluster, answered to an output; gives the exit code.</summary>
internal delegate Task<int> ClusterWork(ICluster cluster, ClientOutput output, CancellationToken cancellationToken);

/// <summary>Gives commands a cluster: a connection for one command, or the one that is open anyway.</summary>
internal interface ICommandRunner
{
    /// <summary>Runs the work and turns its end into an exit code.</summary>
    Task<int> RunAsync(ParseResult parsed, bool json, ClusterWork work, CancellationToken cancellationToken);
}
