using Npgsql;
using PathwayOrleans.Demo.View;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Demo;

/// <summary>Polls the database twenty times a second for the connections of the workers and for the durable positions.</summary>
/// <param name="session">
/// The connection of the observer. Its application name must not begin with <c>pathway</c>: the observer is not part of the
/// service and must not count itself.
/// </param>
/// <param name="partitions">The number of partitions of the topic.</param>
/// <param name="views">The views whose rows are counted; none for the built-in events.</param>
internal sealed class DatabaseObserver(DatabaseSession session, int partitions, IReadOnlyList<string> views)
{
    /// <summary>The application name of the observer's connection.</summary>
    internal const string ApplicationName = "demo-observer";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private static readonly NpgsqlCommandBuilder Quotes = new();

    private readonly long[] _durable = new long[partitions];
    private volatile WatchedSource? _source;
    private volatile int _connections;
    private volatile int _peakConnections;

    /// <summary>The current number of connections of the workers.</summary>
    internal int Connections => _connections;

    /// <summary>The highest number of connections of the workers in any poll.</summary>
    internal int PeakConnections => _peakConnections;

    /// <summary>The durable position of each partition: everything below it is durable.</summary>
    internal long[] Durable() => Array.ConvertAll(_durable, static next => next);

    /// <summary>Also polls the durable positions of a source from now on.</summary>
    /// <param name="source">The name of the source.</param>
    /// <param name="onDurable">Called with each partition and its durable position after every poll; may be null.</param>
    internal void Follow(string source, Action<int, long>? onDurable) => _source = new WatchedSource(source, onDurable);

    /// <summary>Polls until cancelled. Continues when the database is unavailable for a while.</summary>
    internal async Task RunAsync(TimeProvider time, CancellationToken untilStopped)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try
                {
                    await PollAsync(untilStopped);
                }
                catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
                {
                    // The workers wait for the database too. If it stays unavailable, the demo ends because there is no progress.
                }
            }
            while (await timer.WaitForNextTickAsync(untilStopped));
        }
        catch (OperationCanceledException) when (untilStopped.IsCancellationRequested)
        {
            // Cancelled: the observer ends.
        }
    }

    /// <summary>Polls once.</summary>
    internal Task PollAsync(CancellationToken cancellationToken) => session.UseAsync(
        async (connection, token) =>
        {
            await CountConnectionsAsync(connection, token);
            if (_source is { } source)
            {
                await ReadProgressAsync(connection, source, token);
            }

            return true;
        },
        cancellationToken);

    /// <summary>The rows of the views, and the dead letters. None if the database is unavailable.</summary>
    internal async Task<IReadOnlyList<TableSnapshot>> CountRowsAsync(CancellationToken cancellationToken)
    {
        if (views.Count == 0)
        {
            return [];
        }

        try
        {
            return await session.UseAsync(CountRowsAsync, cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<TableSnapshot>> CountRowsAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        (string Name, string Table)[] tables =
        [
            .. views.Select(view => (view, Quotes.QuoteIdentifier(view))), ("dead letters", "dead_letters"),
        ];
        IEnumerable<string> counts = tables.Select(table => $"(SELECT count(*) FROM {table.Table})");
        await using var command = new NpgsqlCommand($"SELECT ARRAY[{string.Join(", ", counts)}]", connection);
        long[] rows = (long[])(await command.ExecuteScalarAsync(cancellationToken))!;
        return [.. tables.Zip(rows, (table, count) => new TableSnapshot(table.Name, count))];
    }

    private async Task CountConnectionsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT count(*)::integer FROM pg_stat_activity
            WHERE datname = current_database() AND starts_with(application_name, 'pathway')
            """,
            connection);
        _connections = (int)(await command.ExecuteScalarAsync(cancellationToken))!;
        _peakConnections = Math.Max(_peakConnections, _connections);
    }

    private async Task ReadProgressAsync(NpgsqlConnection connection, WatchedSource source, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT partition, next_offset::bigint FROM source_progress WHERE source = $1", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = source.Name });
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            int partition = reader.GetInt32(0);
            long next = reader.GetInt64(1);
            if (partition < _durable.Length)
            {
                Volatile.Write(ref _durable[partition], next);
                source.OnDurable?.Invoke(partition, next);
            }
        }
    }

    private sealed record WatchedSource(string Name, Action<int, long>? OnDurable);
}
