using System.Net;
using System.Net.Sockets;

namespace PathwayOrleans.Silo.Membership;

/// <summary>Finds out whether a process listens on the address of a silo.</summary>
internal static class PeerProbe
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Whether the host of the address answers that nothing listens there. A silo listens before it becomes a member and until
    /// it has left, so its process has ended. A host that does not answer (frozen, cut off) does not count.
    /// </summary>
    internal static async Task<bool> IsRefusedAsync(IPEndPoint silo, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        using var socket = new Socket(silo.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(silo, patience.Token);
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
