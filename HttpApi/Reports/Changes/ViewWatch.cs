using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;
using PathwayOrleans.Storage.Reading.Views;

namespace PathwayOrleans.HttpApi.Reports.Changes;

/// <summary>
/// Reads the rows of all watched keys at an interval, with one statement per view on the connection of the reports, as long as
/// there are listeners: the load on the database does not depend on their number. Thread-safe.
/// </summary>
internal sealed class ViewWatch(
    BoundedQueries queries, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<ViewWatch> logger)
{
    /// <summary>The most listeners of a process: a statement has a key of each, and an answer the rows of each.</summary>
    internal const int MaxListeners = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly List<ViewListener> _listeners = [];
    private bool _isRunning;

    /// <summary>Begins to watch a key; null if there are as many listeners as allowed.</summary>
    internal ViewListener? Add(WatchedKey key)
    {
        lock (_gate)
        {
            if (_listeners.Count >= MaxListeners)
            {
                return null;
            }

            var listener = new ViewListener(key, time, Remove);
            _listeners.Add(listener);
            if (!_isRunning)
            {
                _isRunning = true;
                _ = Task.Run(() => RunAsync(lifetime.ApplicationStopping));
            }

            return listener;
        }
    }

    private void Remove(ViewListener listener)
    {
        lock (_gate)
        {
            _listeners.Remove(listener);
        }
    }

    // Null if there are none; then the next listener starts it again.
    private ViewListener[]? Current()
    {
        lock (_gate)
        {
            _isRunning = _listeners.Count > 0;
            return _isRunning ? [.. _listeners] : null;
        }
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        bool isFailing = false;
        try
        {
            while (Current() is { } listeners)
            {
                bool hasFailed = false;
                foreach (IGrouping<(string Name, string Sql), ViewListener> view in listeners.GroupBy(listener => listener.View))
                {
                    hasFailed |= !await ReadAsync([.. view], isFailing, stopping);
                }

                isFailing = hasFailed;
                await timer.WaitForNextTickAsync(stopping);
            }
        }
        catch (Exception e)
        {
            // The host stops; any other reason is a defect of this program. Listeners are told, because no events follow.
            if (!stopping.IsCancellationRequested)
            {
                logger.ChangesEnded(e);
            }

            foreach (ViewListener listener in TakeAll())
            {
                listener.End(stopping.IsCancellationRequested ? null : e.Message);
            }
        }
    }

    private ViewListener[] TakeAll()
    {
        lock (_gate)
        {
            ViewListener[] all = [.. _listeners];
            _listeners.Clear();
            _isRunning = false;
            return all;
        }
    }

    private async Task<bool> ReadAsync(ViewListener[] listeners, bool isFailing, CancellationToken stopping)
    {
        ViewDescription view = listeners[0].Key.View;
        ViewKey[] keys = [.. listeners.Select(listener => listener.Key.Key).Distinct()];
        try
        {
            IReadOnlyList<IReadOnlyList<ViewRow>> rows = await WatchedKey.ReadRowsAsync(queries, view, keys, stopping);
            ILookup<ViewKey, ViewListener> byKey = listeners.ToLookup(listener => listener.Key.Key);
            foreach ((ViewKey key, IReadOnlyList<ViewRow> found) in keys.Zip(rows))
            {
                var answer = new Dictionary<string, object?>(view.Facts.Prepend(new("rows", found)));
                string json = JsonSerializer.Serialize(answer, ReportJson.Options);
                foreach (ViewListener listener in byKey[key])
                {
                    listener.Offer(json);
                }
            }

            return true;
        }
        catch (Exception e) when (DatabaseErrors.IsInfrastructure(e) && !DatabaseErrors.IsTransient(e))
        {
            // For instance the view was deleted, or was created anew with other columns.
            foreach (ViewListener listener in listeners)
            {
                listener.End($"The view '{view.Name}' cannot be read any more: {DatabaseErrors.Describe(e)}");
            }

            return true;
        }
        catch (Exception e) when (e is QueryLimitException || DatabaseErrors.IsInfrastructure(e))
        {
            if (!isFailing)
            {
                logger.ChangesNotRead(view.Name, DatabaseErrors.Describe(e));
            }

            return false;
        }
    }
}
