using System.Diagnostics;
using System.Globalization;

namespace PathwayOrleans.Testing.Network;

/// <summary>Removes the hosts of processes that were killed before they could.</summary>
internal static class NetworkLeftovers
{
    internal static async Task RemoveAsync()
    {
        foreach (string host in await OrphansAsync(NetworkNames.HostPrefix, "netns", "list"))
        {
            await KillAllInAsync(host);
            await IpCommand.TryRunAsync("netns", "del", host);
        }

        foreach (string prefix in (string[])[NetworkNames.LinkPrefix, NetworkNames.BridgePrefix])
        {
            foreach (string link in await OrphansAsync(prefix, "-brief", "link", "show"))
            {
                await IpCommand.TryRunAsync("link", "del", link);
            }
        }
    }

    // A line begins with the name; a link's has its other end behind an @.
    private static async Task<string[]> OrphansAsync(string prefix, params string[] listing) =>
    [
        .. (await IpCommand.RunAsync(listing)).Split('\n')
            .Select(line => line.Split(' ', '@')[0])
            .Where(name => NetworkNames.Owner(name, prefix) is { } owner && !Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{owner}"))),
    ];

    private static async Task KillAllInAsync(string host)
    {
        foreach (string id in (await IpCommand.RunAsync("netns", "pids", host)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            try
            {
                using var process = Process.GetProcessById(int.Parse(id, CultureInfo.InvariantCulture));
                process.Kill();
            }
            catch (ArgumentException)
            {
                // It has ended.
            }
        }
    }
}
