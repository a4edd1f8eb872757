using System.Globalization;
using System.Net;
using Xunit;

namespace PathwayOrleans.Testing.Network;

/// <summary>
/// Hosts of their own on this machine, for tests of what a network does: network namespaces on a bridge. Needs root
/// and iproute2, and nothing else. Everything is named after this process; what a killed one left behind is removed by
/// the next.
/// </summary>
public sealed class NetworkHosts : IAsyncDisposable
{
    private const int MaxHosts = 200;
    private const int FirstHostByte = 11;
    private const int Networks = 250;
    private const string BridgeAddress = "02:00:00:00:00:01";

    private static readonly SemaphoreSlim Starting = new(1);

    private static int _lastHost;
    private static int _lastBridge;

    private readonly string _bridge = NetworkNames.Bridge(Interlocked.Increment(ref _lastBridge));
    private readonly Lock _gate = new();
    private readonly List<NetworkHost> _hosts = [];
    private readonly IReadOnlyList<int> _sharedPorts;
    private int _addresses;

    private NetworkHosts(string network, IReadOnlyList<int> sharedPorts)
    {
        Network = network;
        _sharedPorts = sharedPorts;
        Gateway = AddressOf(1);
    }

    /// <summary>This machine's address on their network.</summary>
    public IPAddress Gateway { get; }

    /// <summary>The first three bytes of all addresses.</summary>
    private string Network { get; }

    /// <summary>The hosts that there are.</summary>
    public IReadOnlyList<NetworkHost> Hosts => _hosts;

    /// <summary>Creates the hosts; a test on a machine that cannot is skipped here, with the reason.</summary>
    /// <param name="count">How many.</param>
    /// <param name="sharedPorts">
    /// TCP ports of this machine's 127.0.0.1 that the hosts reach under that very address, over their links: for
    /// servers that listen on loopback alone and tell clients so.
    /// </param>
    public static async Task<NetworkHosts> StartAsync(int count, params IReadOnlyList<int> sharedPorts)
    {
        await SkipUnlessPossibleAsync();
        NetworkHosts network = await StartEmptyAsync(sharedPorts);
        try
        {
            for (int number = 0; number < count; number++)
            {
                await network.AddAsync();
            }

            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Adds a host, at an address that none of them had before.</summary>
    public async Task<NetworkHost> AddAsync()
    {
        NetworkHost host;
        lock (_gate)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(_addresses, MaxHosts);
            int id = Interlocked.Increment(ref _lastHost);
            host = new NetworkHost(NetworkNames.Host(id), NetworkNames.Link(id), AddressOf(FirstHostByte + _addresses++), Gateway);
            _hosts.Add(host);
        }

        await host.CreateAsync(_bridge, _sharedPorts);
        return host;
    }

    /// <summary>Removes a host. End the processes that run there first.</summary>
    public async Task RemoveAsync(NetworkHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        await host.RemoveAsync();
        lock (_gate)
        {
            _hosts.Remove(host);
        }
    }

    /// <summary>Removes the hosts. End the processes that run there first.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (NetworkHost host in _hosts)
        {
            await host.RemoveAsync();
        }

        await IpCommand.TryRunAsync("link", "del", _bridge);
    }

    private static async Task SkipUnlessPossibleAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Hosts of their own are network namespaces, which need Linux and root.");
        string probe = NetworkNames.Host(Interlocked.Increment(ref _lastHost));
        try
        {
            await IpCommand.RunAsync("netns", "add", probe);
        }
        catch (InvalidOperationException e)
        {
            Assert.Skip($"This machine does not let us make network namespaces: {e.Message}");
        }

        await IpCommand.RunAsync("netns", "del", probe);
    }

    // 10.231.N.0/24, where nothing of this machine is in it.
    private static async Task<string> UnusedNetworkAsync()
    {
        string taken = await IpCommand.RunAsync("-4", "-oneline", "addr", "show") + await IpCommand.RunAsync("-4", "route", "show", "table", "all");
        return Enumerable.Range(Environment.ProcessId, Networks)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"10.231.{number % Networks}."))
            .First(network => !taken.Contains(network, StringComparison.Ordinal));
    }

    private IPAddress AddressOf(int last) => IPAddress.Parse(Network + last.ToString(CultureInfo.InvariantCulture));

    // One after the other: a network is taken once its bridge is there.
    private static async Task<NetworkHosts> StartEmptyAsync(IReadOnlyList<int> sharedPorts)
    {
        await Starting.WaitAsync();
        try
        {
            await NetworkLeftovers.RemoveAsync();
            var network = new NetworkHosts(await UnusedNetworkAsync(), sharedPorts);
            await network.CreateBridgeAsync();
            return network;
        }
        finally
        {
            Starting.Release();
        }
    }

    private async Task CreateBridgeAsync()
    {
        // Without an address of its own a bridge takes the lowest of its links', and another one as links come and go:
        // the hosts, who know the old one, would send into the void until they asked again.
        await IpCommand.RunAsync("link", "add", _bridge, "address", BridgeAddress, "type", "bridge");
        await IpCommand.RunAsync("addr", "add", $"{Gateway}/24", "dev", _bridge);
        await IpCommand.RunAsync("link", "set", _bridge, "up");
        await File.WriteAllTextAsync($"/proc/sys/net/ipv4/conf/{_bridge}/route_localnet", "1");
    }
}
