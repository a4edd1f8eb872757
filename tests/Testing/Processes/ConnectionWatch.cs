using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using Xunit;

namespace PathwayOrleans.Testing.Processes;

/// <summary>
/// Repeatedly counts the connections that each of our processes has to a database, as Postgres sees them. It waits while
/// Postgres is unavailable.
/// </summary>
public sealed partial class ConnectionWatch : IAsyncDisposable
{
    private const string Query =
        "SELECT application_name FROM pg_stat_activity WHERE datname = current_database() " +
        "AND backend_type = 'client backend' AND application_name LIKE 'pathway-%'";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(25);

    private readonly PostgresForTests _database;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Host, int Process), int> _highest = [];
    private readonly Task _watching;
    private int _samples;

    private ConnectionWatch(PostgresForTests database)
    {
        _database = database;
        _watching = Task.Run(WatchAsync);
    }

    public static ConnectionWatch Start(PostgresForTests database) => new(database);

    /// <summary>The maximum number of connections that one process had at any time.</summary>
    public async Task<int> HighestAsync() => (await HighestByHostAsync()).Values.DefaultIfEmpty().Max();

    /// <summary>The same for the processes of each host; a pod is a host.</summary>
    public async Task<IReadOnlyDictionary<string, int>> HighestByHostAsync()
    {
        await Eventually.SucceedsAsync(
            () => _watching.IsFaulted || Volatile.Read(ref _samples) > 0, "a count of the connections");
        Assert.False(_watching.IsFaulted, _watching.Exception?.ToString());
        lock (_gate)
        {
            return _highest.GroupBy(count => count.Key.Host).ToDictionary(
                host => host.Key, host => host.Max(count => count.Value));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    // pathway-ENGINE-ROLE-PROCESS@HOST
    [GeneratedRegex(@"-(\d+)@(.*)$")]
    private static partial Regex ProcessAndHost();

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
                // Postgres is unavailable; the count is repeated when it is back.
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
            var processes = new List<(string, int)>();
            await using (NpgsqlDataReader reader = await command.ExecuteReaderAsync(_stop.Token))
            {
                while (await reader.ReadAsync(_stop.Token))
                {
                    if (ProcessAndHost().Match(reader.GetString(0)) is { Success: true, Groups: var groups })
                    {
                        processes.Add((groups[2].Value, int.Parse(groups[1].Value, CultureInfo.InvariantCulture)));
                    }
                }
            }

            Note(processes);
            await Task.Delay(Interval, _stop.Token);
        }
    }

    private void Note(List<(string, int)> processes)
    {
        lock (_gate)
        {
            foreach (((string, int) process, int count) in processes.CountBy(process => process))
            {
                _highest[process] = Math.Max(_highest.GetValueOrDefault(process), count);
            }
        }

        Interlocked.Increment(ref _samples);
    }
}
