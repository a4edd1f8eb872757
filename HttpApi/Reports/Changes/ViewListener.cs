using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using PathwayOrleans.Storage.Reading.Views;

namespace PathwayOrleans.HttpApi.Reports.Changes;

/// <summary>One listener to the changes of a key. If it reads slowly, it gets the latest rows and none in between.</summary>
internal sealed class ViewListener(WatchedKey key, TimeProvider time, Action<ViewListener> remove) : IDisposable
{
    private const string Change = "change";
    private const string Heartbeat = "heartbeat";
    private const string Ended = "ended";

    // Proxies often close connections on which nothing was sent for half a minute or longer.
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    private readonly Channel<SseItem<string>> _events = Channel.CreateBounded<SseItem<string>>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    private string? _last;

    internal WatchedKey Key => key;

    /// <summary>What tells views apart: one that was created anew may have other columns.</summary>
    internal (string Name, string Sql) View => (key.View.Name, key.View.Sql);

    /// <summary>Sends the rows, as JSON, if they have changed.</summary>
    internal void Offer(string rows)
    {
        if (rows != _last)
        {
            _last = rows;
            _events.Writer.TryWrite(new SseItem<string>(rows, Change));
        }
    }

    /// <summary>Ends the events, with a reason if there is one.</summary>
    internal void End(string? reason)
    {
        if (reason is not null)
        {
            _events.Writer.TryWrite(new SseItem<string>(reason, Ended));
        }

        _events.Writer.TryComplete();
    }

    /// <summary>The events, until the client or the host goes.</summary>
    internal async IAsyncEnumerable<SseItem<string>> ReadAsync([EnumeratorCancellation] CancellationToken aborted)
    {
        while (!aborted.IsCancellationRequested)
        {
            if (_events.Reader.TryRead(out SseItem<string> item))
            {
                yield return item;
            }
            else if (await WaitAsync(aborted) is not { } hasMore)
            {
                yield return new SseItem<string>("", Heartbeat);
            }
            else if (!hasMore)
            {
                yield break;
            }
        }
    }

    public void Dispose() => remove(this);

    // Whether there is an event; false at the end; null if there was neither for the interval of heartbeats.
    private async Task<bool?> WaitAsync(CancellationToken aborted)
    {
        using var interval = new CancellationTokenSource(HeartbeatInterval, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(interval.Token, aborted);
        try
        {
            return await _events.Reader.WaitToReadAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            return aborted.IsCancellationRequested ? false : null;
        }
    }
}
