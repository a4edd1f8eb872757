using System.Collections.Concurrent;
using System.Net;
using System.Reflection;
using Microsoft.AspNetCore.Connections;

namespace PathwayOrleans.Silo.Membership;

/// <summary>
/// The open connections between this silo and other silos. Two silos can share one connection, which either of them opened.
/// </summary>
internal sealed class PeerConnections : IDisposable
{
    // Which silo opened an inbound connection is known to Orleans after the handshake, and has no public accessor.
    private static readonly PropertyInfo RemoteSilo =
        OrleansMembers.Property("Orleans.Runtime.Messaging.SiloConnection", "RemoteSiloAddress");

    private readonly ConcurrentDictionary<EndPoint, int> _outbound = new();
    private readonly ConcurrentDictionary<object, bool> _inbound = new();
    private readonly SemaphoreSlim _ended = new(0, 1);

    /// <summary>Whether a connection with a silo is open. The system closes the connections of a process that ends.</summary>
    internal bool IsOpen(SiloAddress silo) =>
        _outbound.GetValueOrDefault(silo.Endpoint) > 0
        || _inbound.Keys.Any(connection => silo.Equals(RemoteSilo.GetValue(connection)));

    /// <summary>Waits until a connection ends, at most the given time.</summary>
    internal Task WaitForEndAsync(TimeSpan longest, CancellationToken cancellationToken) =>
        _ended.WaitAsync(longest, cancellationToken);

    public void Dispose() => _ended.Dispose();

    /// <summary>Adds this to the connections that this silo opens.</summary>
    internal ConnectionDelegate WatchOutbound(ConnectionDelegate next) => async connection =>
    {
        if (connection.RemoteEndPoint is not { } silo)
        {
            await next(connection);
            return;
        }

        _outbound.AddOrUpdate(silo, 1, static (_, count) => count + 1);
        try
        {
            await next(connection);
        }
        finally
        {
            _outbound.AddOrUpdate(silo, 0, static (_, count) => count - 1);
            Signal();
        }
    };

    /// <summary>Adds this to the connections that other silos open.</summary>
    internal ConnectionDelegate WatchInbound(ConnectionDelegate next) => async connection =>
    {
        object? orleans = connection.Features
            .Select(feature => feature.Value)
            .FirstOrDefault(feature => feature?.GetType() == RemoteSilo.DeclaringType);
        if (orleans is null)
        {
            await next(connection);
            return;
        }

        _inbound.TryAdd(orleans, true);
        try
        {
            await next(connection);
        }
        finally
        {
            // A process that only looks whether this silo listens ends its connection before it says who it is.
            if (_inbound.TryRemove(orleans, out _) && RemoteSilo.GetValue(orleans) is not null)
            {
                Signal();
            }
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
