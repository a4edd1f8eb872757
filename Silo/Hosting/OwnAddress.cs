using System.Net;
using System.Net.Sockets;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>
/// Finds the address of <c>Pathway:Silo:Address</c> where it is <see cref="Auto"/>: for places that give each process an
/// address of its own and do not tell it which, such as Docker's networks.
/// </summary>
internal static class OwnAddress
{
    /// <summary>The word for it.</summary>
    internal const string Auto = "auto";

    // Of networks that documentation alone has, so they lie behind the default route.
    private static readonly IPAddress[] Elsewhere = [IPAddress.Parse("192.0.2.1"), IPAddress.Parse("2001:db8::1")];

    /// <summary>Puts this host's address where <see cref="Auto"/> is; where it has none, that stays and the validator objects.</summary>
    internal static void Resolve(PathwaySiloOptions options)
    {
        if (options.Address.Equals(Auto, StringComparison.OrdinalIgnoreCase) && OfDefaultRoute() is { } address)
        {
            options.Address = address.ToString();
        }
    }

    /// <summary>The address that this host has on the network of its default route, IPv4 before IPv6; null without such a route.</summary>
    internal static IPAddress? OfDefaultRoute() => Elsewhere.Select(OnTheWayTo).FirstOrDefault(address => address is not null);

    // Connecting a datagram socket sends nothing: it only has the route looked up, and with it the source's address.
    private static IPAddress? OnTheWayTo(IPAddress target)
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
