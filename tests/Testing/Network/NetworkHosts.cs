using System.Globalization;
using System.Net;
using PathwayOrleans.Testing.Folders;
using Xunit;

namespace PathwayOrleans.Testing.Network;

/// <summary>
/// Separate hosts on this machine, for tests of network faults: network namespaces on a bridge. Requires root and iproute2. All
/// names contain the id of this process, so that the next run can remove the leftovers of a killed one.
/// </summary>
public sealed class NetworkHosts : IAsyncDisposable
{
    private const int MaxHosts = 200;
    private const int FirstHostByte = 11;
    private const int Networks = 250;
    private const string BridgeAddress = "02:00:00:00:00:01";

    private static readonly SemaphoreSlim Starting = new(1);

    // This process id may have been that of an earlier run, so objects with this id that exist now are leftovers.
    private static readonly Lazy<Task> FirstCleanUp = new(() =>
    {
        RunOwner.ClaimOurs();
        return NetworkLeftovers.RemoveAsync(owner => owner == Environment.ProcessId);
    });

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

    /// <summary>The address of this machine in their network.</summary>
    public IPAddress Gateway { get; }

    /// <summary>The first three bytes of all addresses.</summary>
    private string Network { get; }

    /// <summary>The existing hosts.</summary>
    public IReadOnlyList<NetworkHost> Hosts => _hosts;

    /// <summary>Creates the hosts. Skips the test, with the reason, if the machine does not support this.</summary>
    /// <param name="count">The number of hosts.</param>
    /// <param name="sharedPorts">
    /// TCP ports of this machine's 127.0.0.1 that the hosts reach at the same address, over their links: for servers that
    /// listen only on loopback and advertise that address.
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

    /// <summary>The leftovers of a process: its hosts, links, bridges and temporary folders, by name.</summary>
    public static async Task<IReadOnlyList<string>> LeftByAsync(int processId) =>
        [.. await NetworkLeftovers.OfAsync(processId), .. RunFolders.Of(processId)];

    /// <summary>Adds a host with an address that no earlier host had.</summary>
    public async Task<NetworkHost> AddAsync()
    {
        NetworkHost host;
        lock (_gate)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(_addresses, MaxHosts);
            int id = Interlocked.Increment(ref _lastHost);
            host = new NetworkHost(
                NetworkNames.Host(id), NetworkNames.Link(id), AddressOf(FirstHostByte + _addresses++), Gateway);
            _hosts.Add(host);
        }

        await host.CreateAsync(_bridge, _sharedPorts);
        return host;
    }

    /// <summary>Removes a host. The processes on it must have ended.</summary>
    public async Task RemoveAsync(NetworkHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        await host.RemoveAsync();
        lock (_gate)
        {
            _hosts.Remove(host);
        }
    }

    /// <summary>Removes the hosts. The processes on them must have ended.</summary>
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
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "Separate hosts are network namespaces, which require Linux and root.");
        string probe = NetworkNames.Host(Interlocked.Increment(ref _lastHost));
        try
        {
            await FirstCleanUp.Value;
            await IpCommand.RunAsync("netns", "add", probe);
        }
        catch (InvalidOperationException e)
        {
            Assert.Skip($"Network namespaces cannot be created on this machine: {e.Message}");
        }

        await IpCommand.RunAsync("netns", "del", probe);
    }

    // The first unused network of the form 10.231.N.0/24.
    private static async Task<string> UnusedNetworkAsync()
    {
        string taken = await IpCommand.RunAsync("-4", "-oneline", "addr", "show") +
            await IpCommand.RunAsync("-4", "route", "show", "table", "all");
        return Enumerable.Range(Environment.ProcessId, Networks)
            .Select(number => string.Create(CultureInfo.InvariantCulture, $"10.231.{number % Networks}."))
            .First(network => !taken.Contains(network, StringComparison.Ordinal));
    }

    private IPAddress AddressOf(int last) => IPAddress.Parse(Network + last.ToString(CultureInfo.InvariantCulture));

    // Sequentially, because a network is in use as soon as its bridge exists.
    private static async Task<NetworkHosts> StartEmptyAsync(IReadOnlyList<int> sharedPorts)
    {
        await Starting.WaitAsync();
        try
        {
            await NetworkLeftovers.RemoveAsync(RunOwner.HasEnded);
            RunFolders.RemoveLeftovers();
            RunOwner.DeleteEnded();
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
        // A bridge without its own address uses the lowest one of its links, which changes when links are added or
        // removed. The hosts would then send to the old address until they resolve it again.
        await IpCommand.RunAsync("link", "add", _bridge, "address", BridgeAddress, "type", "bridge");
        await IpCommand.RunAsync("addr", "add", $"{Gateway}/24", "dev", _bridge);
        await IpCommand.RunAsync("link", "set", _bridge, "up");
        await File.WriteAllTextAsync($"/proc/sys/net/ipv4/conf/{_bridge}/route_localnet", "1");
    }
}
