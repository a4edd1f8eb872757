using System.Globalization;
using Npgsql;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Kubernetes.Tests.Pods.Harness.World;

/// <summary>Counts the database connections of each pod again and again, as Postgres sees them.</summary>
internal sealed class ConnectionWatch : IAsyncDisposable
{
    // Their names end with the name of their host, which is the pod's: pathway-ENGINE-ROLE-PROCESS@POD
    private const string Query =
        "SELECT split_part(application_name, '@', 2), count(*) FROM pg_stat_activity " +
        "WHERE backend_type = 'client backend' AND application_name LIKE 'pathway-%' GROUP BY 1";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly PostgresForTests _database;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _highest = [];
    private readonly Task _watching;

    private ConnectionWatch(PostgresForTests database)
    {
        _database = database;
        _watching = Task.Run(WatchAsync);
    }

    internal static ConnectionWatch Start(PostgresForTests database) => new(database);

    /// <summary>The most connections that each pod had at a time.</summary>
    internal Dictionary<string, int> Highest()
    {
        Assert.False(_watching.IsFaulted, _watching.Exception?.ToString());
        lock (_gate)
        {
            return new(_highest);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        await using NpgsqlConnection connection = await _database.ConnectAsync();
        await using var command = new NpgsqlCommand(Query, connection);
        while (true)
        {
            await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(_stop.Token))
            {
                while (await reader.ReadAsync(_stop.Token))
                {
                    Note(reader.GetString(0), Convert.ToInt32(reader.GetValue(1), CultureInfo.InvariantCulture));
                }
            }

            await Task.Delay(Interval, _stop.Token);
        }
    }

    private void Note(string pod, int connections)
    {
        lock (_gate)
        {
            _highest[pod] = Math.Max(_highest.GetValueOrDefault(pod), connections);
        }
    }
}
