using System.Net;
using System.Net.Sockets;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>
/// Replaces the value <see cref="Auto"/> of <c>Pathway:Silo:Address</c> by this host's address. It is for environments that give
/// each process an address without passing it to the process, such as Docker's networks.
/// </summary>
internal static class OwnAddress
{
    /// <summary>The value that is replaced.</summary>
    internal const string Auto = "auto";

    // Addresses reserved for documentation (RFC 5737, RFC 3849): no host has them, so the route to them is the default route.
    private static readonly IPAddress[] Unassigned = [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")];

    /// <summary>Replaces <see cref="Auto"/>. Without a default route the value stays, and the validator rejects it.</summary>
    internal static void Resolve(PathwaySiloOptions options)
    {
        if (options.Address.Equals(Auto, StringComparison.OrdinalIgnoreCase) && OfDefaultRoute() is { } address)
        {
            options.Address = address.ToString();
        }
    }

    /// <summary>
    /// This host's address on the network of its default route, preferably IPv4; null if there is no default route.
    /// </summary>
    internal static IPAddress? OfDefaultRoute() =>
        Unassigned.Select(LocalAddressTo).FirstOrDefault(address => address is not null);

    // Connecting a datagram socket sends no packet: the system only looks up the route and the local address for it.
    private static IPAddress? LocalAddressTo(IPAddress target)
    {
        try
        {
            using var socket = new Socket(target.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(target, port: 9);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
