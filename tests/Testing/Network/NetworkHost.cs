using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PathwayOrleans.Testing.Network;

/// <summary>A separate host: a network namespace with an address and a link to the bridge of all hosts.</summary>
public sealed class NetworkHost
{
    // Has precedence over the local table and all others.
    private const int SharedPortsPriority = 10;
    private const int LocalPriority = 20;
    private const string SharedPortsTable = "100";

    private readonly string _outerLink;
    private readonly IPAddress _gateway;

    internal NetworkHost(string name, string outerLink, IPAddress address, IPAddress gateway)
    {
        _gateway = gateway;
        Name = name;
        _outerLink = outerLink;
        Address = address;
    }

    /// <summary>The name of the namespace.</summary>
    public string Name { get; }

    /// <summary>The address at which this machine and the other hosts reach it.</summary>
    public IPAddress Address { get; }

    /// <summary>
    /// The program and arguments to put before a command that is to run there. The process id is that of the command.
    /// </summary>
    public IReadOnlyList<string> CommandPrefix => [IpCommand.Program, "netns", "exec", Name];

    /// <summary>Disconnects the host: packets are lost without an error.</summary>
    public Task CutOffAsync() => IpCommand.RunAsync("link", "set", _outerLink, "down");

    /// <summary>Connects the host again.</summary>
    public Task ReconnectAsync() => IpCommand.RunAsync("link", "set", _outerLink, "up");

    /// <summary>Blocks only the shared ports for this host; open connections stall.</summary>
    public Task LoseSharedPortsAsync() => InsideAsync("route", "replace", "unreachable", "default", "table", SharedPortsTable);

    /// <summary>Allows the shared ports again.</summary>
    public Task FindSharedPortsAsync() => InsideAsync(["route", "replace", .. WayToSharedPorts]);

    /// <summary>
    /// A TCP socket in the network of that host, for this process: it connects from there, even while the host is disconnected.
    /// </summary>
    public Socket OpenSocket() =>
        NetworkNamespace.Within(Name, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));

    private IEnumerable<string> WayToSharedPorts =>
        ["default", "via", _gateway.ToString(), "src", Address.ToString(), "table", SharedPortsTable];

    internal async Task CreateAsync(string bridge, IReadOnlyList<int> sharedPorts)
    {
        await IpCommand.RunAsync("netns", "add", Name);
        await IpCommand.RunAsync("link", "add", _outerLink, "type", "veth", "peer", "name", "eth0", "netns", Name);
        await IpCommand.RunAsync("link", "set", _outerLink, "master", bridge, "up");
        await InsideAsync("addr", "add", $"{Address}/24", "dev", "eth0");
        await InsideAsync("link", "set", "lo", "up");
        await InsideAsync("link", "set", "eth0", "up");
        await InsideAsync("route", "add", "default", "via", _gateway.ToString());
        await ShareLoopbackPortsAsync(sharedPorts);
    }

    internal async Task RemoveAsync()
    {
        await IpCommand.TryRunAsync("netns", "del", Name);
        await IpCommand.TryRunAsync("link", "del", _outerLink);
    }

    // Servers of this machine that listen on loopback and advertise that address (the embedded Kafka broker returns 127.0.0.1
    // in its metadata): on this host too, 127.0.0.1 at these ports reaches them, over the link. Other loopback traffic stays
    // local.
    private async Task ShareLoopbackPortsAsync(IReadOnlyList<int> ports)
    {
        foreach (string setting in (string[])["route_localnet", "accept_local"])
        {
            await IpCommand.RunAsync("netns", "exec", Name, "sh", "-c", $"echo 1 > /proc/sys/net/ipv4/conf/eth0/{setting}");
        }

        foreach (int port in ports)
        {
            await InsideAsync(
                "rule", "add", "pref", Number(SharedPortsPriority), "to", "127.0.0.1", "ipproto", "tcp", "dport", Number(port),
                "table", SharedPortsTable);
        }

        await InsideAsync("rule", "add", "pref", Number(LocalPriority), "lookup", "local");
        await InsideAsync("rule", "del", "pref", "0");
        await FindSharedPortsAsync();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private Task<string> InsideAsync(params IEnumerable<string> arguments) => IpCommand.RunAsync(["-n", Name, .. arguments]);
}
