using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Testing.Processes;

/// <summary>Where a silo runs: the address of its host, its ports, and the command prefix that runs a process there.</summary>
public sealed record SiloPlace(string Address, int Port, int GatewayPort, int HttpPort)
{
    /// <summary>Program and arguments that run a command on that host; empty for this one.</summary>
    public IReadOnlyList<string> Prefix { get; init; } = [];

    public string Name => FormattableString.Invariant($"{Address}:{Port}");

    /// <summary>Free ports of this machine.</summary>
    public static SiloPlace Here() => new("127.0.0.1", FreePort.Find(), FreePort.Find(), FreePort.Find());
}
