using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PathwayOrleans.Testing.Network;

/// <summary>A host of its own: a network namespace with an address and a link to the others' bridge.</summary>
public sealed class NetworkHost
{
    // Looked at before the local table, and above all others.
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

    /// <summary>The namespace's name.</summary>
    public string Name { get; }

    /// <summary>The address at which the other hosts, and this machine, reach it.</summary>
    public IPAddress Address { get; }

    /// <summary>Program and arguments to put before a command that is to run there. The process id is the command's own.</summary>
    public IReadOnlyList<string> CommandPrefix => [IpCommand.Program, "netns", "exec", Name];

    /// <summary>Pulls the plug: what is sent is lost, and nobody is told.</summary>
    public Task CutOffAsync() => IpCommand.RunAsync("link", "set", _outerLink, "down");

    /// <summary>Plugs it in again.</summary>
    public Task ReconnectAsync() => IpCommand.RunAsync("link", "set", _outerLink, "up");

    /// <summary>Loses the way to the shared ports, and to nothing else; connections that are open stand still.</summary>
    public Task LoseSharedPortsAsync() => InsideAsync("route", "replace", "unreachable", "default", "table", SharedPortsTable);

    /// <summary>Finds it again.</summary>
    public Task FindSharedPortsAsync() => InsideAsync(["route", "replace", .. WayToSharedPorts]);

    /// <summary>A TCP socket of that host's, for this process: it connects from there, whether the host is cut off or not.</summary>
    public Socket OpenSocket() => NetworkNamespace.Within(Name, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));

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

    // Servers of this machine that listen on loopback and tell clients so (the embedded Kafka broker names 127.0.0.1 in
    // its metadata): here, too, 127.0.0.1 at these ports means them, over the link. All else on loopback stays in.
    private async Task ShareLoopbackPortsAsync(IReadOnlyList<int> ports)
    {
        foreach (string setting in (string[])["route_localnet", "accept_local"])
        {
            await IpCommand.RunAsync("netns", "exec", Name, "sh", "-c", $"echo 1 > /proc/sys/net/ipv4/conf/eth0/{setting}");
        }

        foreach (int port in ports)
        {
            await InsideAsync(
                "rule", "add", "pref", Number(SharedPortsPriority), "to", "127.0.0.1", "ipproto", "tcp", "dport", Number(port), "table", SharedPortsTable);
        }

        await InsideAsync("rule", "add", "pref", Number(LocalPriority), "lookup", "local");
        await InsideAsync("rule", "del", "pref", "0");
        await FindSharedPortsAsync();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private Task<string> InsideAsync(params IEnumerable<string> arguments) => IpCommand.RunAsync(["-n", Name, .. arguments]);
}
