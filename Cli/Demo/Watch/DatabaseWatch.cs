using Npgsql;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Cli.Demo.Watch;

/// <summary>Looks at the database twenty times a second: how many connections the workers have, and what is durable.</summary>
/// <param name="session">
/// A connection of our own. It is no process of the service, and its name must not begin with <c>pathway</c>, or it
/// would count itself.
/// </param>
/// <param name="partitions">How many partitions the topic has.</param>
internal sealed class DatabaseWatch(DatabaseSession session, int partitions)
{
    /// <summary>What the observing connection is called.</summary>
    internal const string ApplicationName = "demo-observer";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly long[] _durable = new long[partitions];
    private volatile WatchedSource? _source;
    private volatile int _connections;
    private volatile int _peakConnections;

    /// <summary>Connections of workers now.</summary>
    internal int Connections => _connections;

    /// <summary>Most connections of workers seen at once.</summary>
    internal int PeakConnections => _peakConnections;

    /// <summary>For each partition, everything below is durable; 0 where nothing is.</summary>
    internal long[] Durable() => Array.ConvertAll(_durable, static next => next);

    /// <summary>From now on also looks at what is durable of a source.</summary>
    /// <param name="source">Its name.</param>
    /// <param name="onDurable">Hears of each partition's position, every time.</param>
    internal void Follow(string source, Action<int, long>? onDurable) => _source = new WatchedSource(source, onDurable);

    /// <summary>Looks until it is told to stop. A database that is away for a while is looked at again later.</summary>
    internal async Task RunAsync(TimeProvider time, CancellationToken untilStopped)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try
                {
                    await LookAsync(untilStopped);
                }
                catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
                {
                    // The workers wait for it too; if it stays away, the demo notices that nothing moves.
                }
            }
            while (await timer.WaitForNextTickAsync(untilStopped));
        }
        catch (OperationCanceledException) when (untilStopped.IsCancellationRequested)
        {
            // Told to stop.
        }
    }

    /// <summary>Looks once.</summary>
    internal Task LookAsync(CancellationToken cancellationToken) => session.UseAsync(
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
        await using var command = new NpgsqlCommand("SELECT partition, next_offset::bigint FROM source_progress WHERE source = $1", connection);
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
