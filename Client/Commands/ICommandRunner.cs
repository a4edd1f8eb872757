using System.CommandLine;
using PathwayOrleans.Client.Connection;

namespace PathwayOrleans.Client.Commands;

/// <summary>Queries a cluster and writes the result; returns the exit code.</summary>
internal delegate Task<int> ClusterWork(ICluster cluster, ClientOutput output, CancellationToken cancellationToken);

/// <summary>Runs commands with a connection to a cluster: a new one for each command, or one that is already open.</summary>
internal interface ICommandRunner
{
    /// <summary>Runs the work and returns the exit code.</summary>
    Task<int> RunAsync(ParseResult parsed, bool json, ClusterWork work, CancellationToken cancellationToken);
}
