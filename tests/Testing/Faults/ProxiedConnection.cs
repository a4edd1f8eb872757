using System.Net.Sockets;

namespace PathwayOrleans.Testing.Faults;

/// <summary>The connection of one client through a <see cref="FaultyProxy"/>, and the proxy's connection to the server.</summary>
internal sealed class ProxiedConnection(FaultyProxy proxy, Socket client, Socket server) : IDisposable
{
    private const int ChunkBytes = 64 * 1024;

    // Not disposed: it holds no resources, and a late cut may still cancel it.
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _gate = new();
    private readonly AnswerEnd _answerEnd = new();
    private volatile CutRule? _cutAfterAnswer;
    private bool _closed;

    /// <summary>Passes bytes on until one side closes the connection or a fault is triggered.</summary>
    internal async Task RunAsync()
    {
        client.NoDelay = true;
        server.NoDelay = true;
        Task[] pumps = [PumpAsync(client, server, BeforeServerGets), PumpAsync(server, client, BeforeClientGets)];
        await Task.WhenAny(pumps);
        await _ended.CancelAsync();
        await Task.WhenAll(pumps);
    }

    /// <summary>Drops the connection; the client receives a reset.</summary>
    internal void Cut()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            client.LingerState = new LingerOption(enable: true, seconds: 0);
            client.Dispose();
        }

        _ended.Cancel();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            client.Dispose();
            server.Dispose();
        }
    }

    /// <returns>False if these bytes and all later ones must not be passed on.</returns>
    private bool BeforeServerGets(ReadOnlyMemory<byte> bytes)
    {
        if (proxy.RuleFor(bytes) is not { } rule)
        {
            return true;
        }

        if (rule.When == CutWhen.AfterForwarding)
        {
            _cutAfterAnswer = rule;
            return true;
        }

        Cut();
        rule.HasStruck();
        return false;
    }

    private bool BeforeClientGets(ReadOnlyMemory<byte> bytes)
    {
        if (_cutAfterAnswer is not { } rule)
        {
            return true;
        }

        // The answer is held back. When it is complete, the server has executed the request.
        if (_answerEnd.IsReachedWith(bytes.Span))
        {
            Cut();
            rule.HasStruck();
        }

        return false;
    }

    private async Task PumpAsync(Socket from, Socket to, Func<ReadOnlyMemory<byte>, bool> mayPass)
    {
        byte[] buffer = new byte[ChunkBytes];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer.AsMemory(0, proxy.ChunkLimit(ChunkBytes)), _ended.Token)) > 0)
            {
                ReadOnlyMemory<byte> chunk = buffer.AsMemory(0, count);
                await proxy.SlowDownAsync(count, _ended.Token);
                for (ReadOnlyMemory<byte> rest = mayPass(chunk) ? chunk : default; !rest.IsEmpty;)
                {
                    rest = rest[await to.SendAsync(rest, _ended.Token)..];
                }
            }
        }
        catch (Exception ended) when (ended is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // One side closed the connection, or it was cut.
        }
    }
}
