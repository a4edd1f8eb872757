using System.Diagnostics;
using System.Globalization;

namespace PathwayOrleans.Testing.Network;

/// <summary>Removes the processes, hosts, links and bridges that killed runs left, but not those of a running one.</summary>
internal static class NetworkLeftovers
{
    private static readonly string[] Hosts = ["netns", "list"];
    private static readonly string[] Links = ["-brief", "link", "show"];

    /// <summary>The names of all existing objects that a process created.</summary>
    internal static async Task<IReadOnlyList<string>> OfAsync(int processId) =>
    [
        .. await NamesAsync(NetworkNames.HostPrefix, owner => owner == processId, Hosts),
        .. await NamesAsync(NetworkNames.LinkPrefix, owner => owner == processId, Links),
        .. await NamesAsync(NetworkNames.BridgePrefix, owner => owner == processId, Links),
    ];

    /// <summary>Removes all objects whose owner fulfils a condition.</summary>
    internal static async Task RemoveAsync(Func<int, bool> isOver)
    {
        foreach (string host in await NamesAsync(NetworkNames.HostPrefix, isOver, Hosts))
        {
            await KillAllInAsync(host);
            await IpCommand.TryRunAsync("netns", "del", host);
        }

        foreach (string prefix in (string[])[NetworkNames.LinkPrefix, NetworkNames.BridgePrefix])
        {
            foreach (string link in await NamesAsync(prefix, isOver, Links))
            {
                await IpCommand.TryRunAsync("link", "del", link);
            }
        }
    }

    // A line begins with the name; the name of a link is followed by @ and its peer.
    private static async Task<string[]> NamesAsync(string prefix, Func<int, bool> ofOwner, string[] listing) =>
    [
        .. (await IpCommand.RunAsync(listing)).Split('\n')
            .Select(line => line.Split(' ', '@')[0])
            .Where(name => NetworkNames.Owner(name, prefix) is { } owner && ofOwner(owner)),
    ];

    private static async Task KillAllInAsync(string host)
    {
        foreach (string id in (await ProcessesInAsync(host)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
                process.Kill();
            }
            catch (ArgumentException)
            {
                // The process has ended.
            }
        }
    }

    private static async Task<string> ProcessesInAsync(string host)
    {
        try
        {
            return await IpCommand.RunAsync("netns", "pids", host);
        }
        catch (InvalidOperationException)
        {
            // Another run has removed it in the meantime.
            return "";
        }
    }
}
