using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace PathwayOrleans.Testing.Faults;

/// <summary>
/// A TCP proxy in front of a Postgres server on loopback. Tests use it to delay, refuse or cut connections. Thread-safe.
/// </summary>
public sealed class FaultyProxy : IAsyncDisposable
{
    private const int Backlog = 128;
    private const int ThrottleSlicesPerSecond = 20;

    private readonly int _targetPort;
    private readonly IPAddress _address;
    private readonly ConcurrentDictionary<ProxiedConnection, Task> _connections = new();
    private readonly ConcurrentDictionary<CutRule, byte> _rules = new();
    private readonly Lock _gate = new();
    private Socket _listener;
    private Task _accepting;
    private bool _refuse;
    private bool _disposed;
    private long _delayTicks;
    private long _bytesPerSecond;

    private FaultyProxy(int targetPort, IPEndPoint listen)
    {
        _targetPort = targetPort;
        _address = listen.Address;
        _listener = Bound(listen.Port);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _listener.Listen(Backlog);
        _accepting = AcceptAsync(_listener);
    }

    /// <summary>The port for clients.</summary>
    public int Port { get; }

    /// <summary>The number of open connections.</summary>
    public int OpenConnections => _connections.Count;

    /// <summary>Whether new connections are refused as if no server listened. Open connections stay open.</summary>
    public bool Refuse
    {
        get
        {
            lock (_gate)
            {
                return _refuse;
            }
        }

        set
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                if (value == _refuse)
                {
                    return;
                }

                _refuse = value;
                if (value)
                {
                    // A port that is bound but does not listen refuses connections, and no other process can take it in the
                    // meantime.
                    _listener.Dispose();
                    _listener = Bound(Port);
                }
                else
                {
                    _listener.Listen(Backlog);
                    _accepting = AcceptAsync(_listener);
                }
            }
        }
    }

    /// <summary>A delay before each chunk (at most 64 KiB) is passed on, in both directions; zero for none.</summary>
    public TimeSpan DelayPerChunk
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref _delayTicks));
        set => Interlocked.Exchange(ref _delayTicks, value.Ticks);
    }

    /// <summary>The maximum number of bytes per second for each connection and direction; 0 for no limit.</summary>
    public long BytesPerSecond
    {
        get => Interlocked.Read(ref _bytesPerSecond);
        set => Interlocked.Exchange(ref _bytesPerSecond, value);
    }

    /// <summary>Starts a proxy for a server on 127.0.0.1, which need not run yet.</summary>
    /// <param name="targetPort">The server's port.</param>
    /// <param name="listen">The address for clients; null for a free port of 127.0.0.1.</param>
    public static Task<FaultyProxy> StartAsync(int targetPort, IPEndPoint? listen = null) =>
        Task.FromResult(new FaultyProxy(targetPort, listen ?? new IPEndPoint(IPAddress.Loopback, 0)));

    /// <summary>Drops every open connection; the clients receive a reset.</summary>
    public void CutAll()
    {
        foreach (ProxiedConnection connection in _connections.Keys)
        {
            connection.Cut();
        }
    }

    /// <summary>
    /// Drops, once, the connection on which a client sends matching bytes. The predicate must detect the bytes anywhere in a
    /// chunk, for instance <c>bytes.Span.IndexOf("COMMIT"u8) >= 0</c>.
    /// </summary>
    /// <returns>A task that completes when the connection has been dropped.</returns>
    public Task CutOn(Func<ReadOnlyMemory<byte>, bool> clientBytesPredicate, CutWhen when)
    {
        CutRule rule = new(clientBytesPredicate, when);
        _rules[rule] = 0;
        return rule.Struck;
    }

    /// <summary>Stops listening and drops every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _disposed = true;
            _listener.Dispose();
        }

        await _accepting;
        CutAll();
        await Task.WhenAll(_connections.Values);
    }

    internal CutRule? RuleFor(ReadOnlyMemory<byte> clientBytes)
    {
        CutRule? rule = _rules.Keys.FirstOrDefault(candidate => candidate.Claims(clientBytes));
        if (rule is not null)
        {
            _rules.TryRemove(rule, out _);
        }

        return rule;
    }

    /// <summary>The maximum chunk size, so that a low rate results in a steady flow instead of long pauses.</summary>
    internal int ChunkLimit(int most) =>
        BytesPerSecond is > 0 and long rate ? (int)Math.Clamp(rate / ThrottleSlicesPerSecond, 1, most) : most;

    internal Task SlowDownAsync(int bytes, CancellationToken cancellation)
    {
        long rate = BytesPerSecond;
        TimeSpan pause = DelayPerChunk + (rate > 0 ? TimeSpan.FromSeconds((double)bytes / rate) : TimeSpan.Zero);
        return pause > TimeSpan.Zero ? Task.Delay(pause, cancellation) : Task.CompletedTask;
    }

    private Socket Bound(int port)
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(_address, port));
        return socket;
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptAsync();
            }
            catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
            {
                return;
            }

            Serve(client);
        }
    }

    private void Serve(Socket client)
    {
        Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        ProxiedConnection connection = new(this, client, server);
        TaskCompletionSource registered = new();
        _connections[connection] = ServeAsync(connection, server, registered.Task);
        registered.SetResult();
    }

    private async Task ServeAsync(ProxiedConnection connection, Socket server, Task registered)
    {
        await registered;
        using (connection)
        {
            try
            {
                await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, _targetPort));
                await connection.RunAsync();
            }
            catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
            {
                // No server, or cut before the server was connected: the client's connection ends.
                connection.Cut();
            }
            finally
            {
                _connections.TryRemove(connection, out _);
            }
        }
    }
}
