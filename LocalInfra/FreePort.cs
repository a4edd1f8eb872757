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
    public static int Find() => Find(count: 1)[0];

    /// <summary>As many different ports, each free a moment ago.</summary>
    public static IReadOnlyList<int> Find(int count)
    {
        // None is let go of before all are found.
        Socket[] sockets = Enumerable.Range(0, count)
            .Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
            .ToArray();
        try
        {
            return Array.ConvertAll(sockets, Bind);
        }
        finally
        {
            Array.ForEach(sockets, socket => socket.Dispose());
        }
    }

    private static int Bind(Socket socket)
    {
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
