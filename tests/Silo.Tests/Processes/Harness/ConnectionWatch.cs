using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Processes.Harness;

/// <summary>
/// Counts the database connections of each silo process again and again, as Postgres sees them; while Postgres is
/// away it waits.
/// </summary>
internal sealed partial class ConnectionWatch : IAsyncDisposable
{
    private const string Query =
        "SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND application_name LIKE 'pathway-silo-%'";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    private readonly PostgresForTests _database;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<int, int> _highest = [];
    private readonly Task _watching;
    private int _samples;

    private ConnectionWatch(PostgresForTests database)
    {
        _database = database;
        _watching = Task.Run(WatchAsync);
    }

    internal static ConnectionWatch Start(PostgresForTests database) => new(database);

    /// <summary>The most connections that any one silo had at any time.</summary>
    internal async Task<int> HighestAsync()
    {
        await Eventually.SucceedsAsync(() => Volatile.Read(ref _samples) > 0, "a look at the connections");
        Assert.False(_watching.IsFaulted, _watching.Exception?.ToString());
        lock (_gate)
        {
            return _highest.Values.DefaultIfEmpty().Max();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    // pathway-silo-ROLE-PROCESS@HOST
    [GeneratedRegex(@"-(\d+)@")]
    private static partial Regex ProcessId();

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using NpgsqlConnection connection = await _database.ConnectAsync();
                await SampleAsync(connection);
            }
            catch (NpgsqlException)
            {
                // Postgres is away. It comes back.
            }
            catch (OperationCanceledException)
            {
                return;
            }

            await Task.Delay(Interval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SampleAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Query, connection);
        while (true)
        {
            var processes = new List<int>();
            await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(_stop.Token))
            {
                while (await reader.ReadAsync(_stop.Token))
                {
                    processes.Add(int.Parse(ProcessId().Match(reader.GetString(0)).Groups[1].Value, CultureInfo.InvariantCulture));
                }
            }

            Note(processes);
            await Task.Delay(Interval, _stop.Token);
        }
    }

    private void Note(List<int> processes)
    {
        lock (_gate)
        {
            foreach ((int process, int count) in processes.CountBy(process => process))
            {
                _highest[process] = Math.Max(_highest.GetValueOrDefault(process), count);
            }
        }

        Interlocked.Increment(ref _samples);
    }
}
