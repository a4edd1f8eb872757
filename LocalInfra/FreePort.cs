using System.Net;
using System.Net.Sockets;

namespace PathwayOrleans.LocalInfra;

/// <summary>TCP ports of 127.0.0.1 that nobody listens on.</summary>
public static class FreePort
{
    /// <summary>
    /// A port that was free a moment ago. Another process may take it before the caller does; who can listen on
    /// port 0 instead should.
    /// </summary>
    public static int Find()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
