using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Silo.Tests.Processes.Harness;

/// <summary>Where a silo runs: its host's address and ports, and what to put before its command to run it there.</summary>
internal sealed record SiloPlace(string Address, int Port, int GatewayPort, int HttpPort)
{
    /// <summary>Program and arguments that run a command on that host; empty for this one.</summary>
    internal IReadOnlyList<string> Prefix { get; init; } = [];

    internal string Name => FormattableString.Invariant($"{Address}:{Port}");

    /// <summary>Free ports of this machine.</summary>
    internal static SiloPlace Here() => new("127.0.0.1", FreePort.Find(), FreePort.Find(), FreePort.Find());
}
