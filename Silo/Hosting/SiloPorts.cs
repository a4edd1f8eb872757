using System.Net;
using System.Net.Sockets;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>
/// Sees to it that nobody listens on the silo's ports. Orleans does not: its listeners share a port, and a second
/// silo on one would declare the first, which lives, an older run of itself and dead.
/// </summary>
internal static class SiloPorts
{
    /// <exception cref="InvalidOperationException">A port cannot be listened on; the message names it and its key.</exception>
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
                FormattableString.Invariant($"{PathwaySiloOptions.Section}:{key} is {port}, and {address} cannot be listened on at that port: {e.Message}. ")
                + "Stop the process that has it, or choose another port or address.",
                e);
        }
    }
}
