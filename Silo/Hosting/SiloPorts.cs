using System.Net;
using System.Net.Sockets;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>
/// Checks that no process listens on the silo's ports. Orleans does not check it: its listeners can share a port, and a second
/// silo on a port would declare the first one dead, because it would take it for its own predecessor.
/// </summary>
internal static class SiloPorts
{
    /// <exception cref="InvalidOperationException">A port is not available; the message names it and its key.</exception>
    internal static void RequireFree(PathwaySiloOptions options)
    {
        var address = IPAddress.Parse(options.Address);
        RequireFree(address, options.Port, nameof(options.Port));
        RequireFree(address, options.GatewayPort, nameof(options.GatewayPort));
    }

    private static void RequireFree(IPAddress address, int port, string key)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
        }
        catch (SocketException e)
        {
            throw new InvalidOperationException(
                FormattableString.Invariant($"{PathwaySiloOptions.Section}:{key} is {port}, ")
                + $"but this process cannot listen on that port of {address}: {e.Message}. "
                + "Stop the process that uses the port, or choose another port or address.",
                e);
        }
    }
}
