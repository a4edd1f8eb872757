using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace PathwayOrleans.Silo.Membership;

/// <summary>The open connections from this silo to other silos. It sees each of Orleans' outbound connections.</summary>
internal sealed class PeerConnections : IDisposable
{
    private readonly ConcurrentDictionary<EndPoint, int> _open = new();
    private readonly SemaphoreSlim _ended = new(0, 1);

    /// <summary>Whether a connection to a silo is open. The system closes the connections of a process that ends.</summary>
    internal bool IsOpen(IPEndPoint silo) => _open.GetValueOrDefault(silo) > 0;

    /// <summary>Waits until a connection ends, at most the given time.</summary>
    internal Task WaitForEndAsync(TimeSpan longest, CancellationToken cancellationToken) =>
        _ended.WaitAsync(longest, cancellationToken);

    public void Dispose() => _ended.Dispose();

    /// <summary>Adds this to the connections of a silo.</summary>
    internal ConnectionDelegate Watch(ConnectionDelegate next) => async connection =>
    {
        if (connection.RemoteEndPoint is not { } silo)
        {
            await next(connection);
            return;
        }

        _open.AddOrUpdate(silo, 1, static (_, count) => count + 1);
        try
        {
            await next(connection);
        }
        finally
        {
            _open.AddOrUpdate(silo, 0, static (_, count) => count - 1);
            Signal();
        }
    };

    private void Signal()
    {
        try
        {
            _ended.Release();
        }
        catch (SemaphoreFullException)
        {
            // The end of an earlier connection was not noticed yet; one signal is enough for both.
        }
        catch (ObjectDisposedException)
        {
            // The silo has stopped.
        }
    }
}
