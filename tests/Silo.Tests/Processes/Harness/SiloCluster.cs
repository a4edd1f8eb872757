using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Processes.Harness;

/// <summary>
/// Silo processes of one service on one topic and one database. It monitors the number of database connections of each from
/// start to end.
/// </summary>
internal sealed class SiloCluster : IAsyncDisposable
{
    private const int MaxConnections = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly KafkaForTests _kafka;
    private readonly PostgresForTests _database;
    private readonly ConnectionWatch _connections;
    private readonly (string Key, string Value)[] _settings;
    private readonly List<SiloProcess> _silos = [];

    private SiloCluster(KafkaForTests kafka, PostgresForTests database, (string Key, string Value)[] settings)
    {
        _kafka = kafka;
        _database = database;
        _settings = settings;
        _connections = ConnectionWatch.Start(database);
    }

    /// <summary>The silos that are expected to run.</summary>
    internal IReadOnlyList<SiloProcess> Silos => _silos;

    internal ConnectionWatch Connections => _connections;

    internal string ServiceId { get; private init; } = "pathway";

    internal string Schema => ServiceId == "pathway" ? "public" : ServiceId;

    /// <summary>Starts silos on this machine and waits until they share the partitions.</summary>
    internal static async Task<SiloCluster> StartAsync(
        KafkaForTests kafka, PostgresForTests database, int silos, params (string Key, string Value)[] settings)
    {
        SiloCluster cluster = Empty(kafka, database, settings);
        try
        {
            await cluster.StartedAsync(Enumerable.Range(0, silos).Select(_ => SiloPlace.Here()));
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Creates a cluster without silos.</summary>
    internal static SiloCluster Empty(
        KafkaForTests kafka, PostgresForTests database, params (string Key, string Value)[] settings) =>
        new(kafka, database, settings)
        {
            ServiceId = settings.LastOrDefault(setting => setting.Key == "Pathway__ServiceId").Value ?? "pathway",
        };

    /// <summary>Starts silos at the given places concurrently and waits until all share the partitions.</summary>
    internal async Task StartedAsync(IEnumerable<SiloPlace> places)
    {
        foreach (SiloPlace place in places)
        {
            Add(place);
        }

        await SharedAsync();
    }

    /// <summary>Starts one more silo.</summary>
    internal SiloProcess Add(SiloPlace? place = null, params (string Key, string Value)[] settings)
    {
        SiloProcess silo = SiloProcess.Start(_kafka, _database.Url, place ?? SiloPlace.Here(), _settings.Concat(settings));
        _silos.Add(silo);
        return silo;
    }

    /// <summary>Kills a silo with SIGKILL.</summary>
    internal async Task KillAsync(SiloProcess silo)
    {
        silo.Process.Kill();
        await silo.Process.WaitForExitAsync();
        await RemoveAsync(silo);
    }

    /// <summary>Stops a silo with SIGTERM and returns the exit code.</summary>
    internal async Task<int> StopAsync(SiloProcess silo)
    {
        int exitCode = await silo.StopAsync();
        await RemoveAsync(silo);
        return exitCode;
    }

    /// <summary>Removes a silo that has ended or is no longer expected to run.</summary>
    internal async Task RemoveAsync(SiloProcess silo)
    {
        _silos.Remove(silo);
        await silo.DisposeAsync();
    }

    /// <summary>Waits until every partition is read by exactly one silo, and the silos' numbers differ by at most one.</summary>
    internal Task SharedAsync() => SharedAsync(_silos);

    /// <summary>Waits until exactly these silos share the partitions in that way.</summary>
    internal Task SharedAsync(IReadOnlyCollection<SiloProcess> silos) => WaitForAsync(
        async () =>
        {
            int[][] shares = await Task.WhenAll(silos.Select(silo => silo.ReadsAsync()));
            return shares.Sum(share => share.Length) == _kafka.Partitions
                && shares.SelectMany(share => share).Distinct().Count() == _kafka.Partitions
                && shares.Max(share => share.Length) - shares.Min(share => share.Length) <= 1;
        },
        $"{silos.Count} silos sharing {_kafka.Partitions} partitions evenly");

    /// <summary>Waits until a number of records are durable, over all partitions.</summary>
    internal Task DurableAsync(long records) => WaitForAsync(
        async () => await ProgressAsync() >= records, FormattableString.Invariant($"{records} durable records"));

    /// <summary>Durable records, over all partitions.</summary>
    internal async Task<long> ProgressAsync() => (await Progress.ReadAsync(_kafka, _database, Schema)).Values.Sum();

    /// <summary>Asserts that everything produced was counted once, and that no silo exceeded its number of connections.</summary>
    internal async Task AssertExactAsync(Load load)
    {
        try
        {
            await load.AssertExactAsync(_kafka, _database, Schema);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}\n{Outputs()}", e);
        }

        Assert.InRange(await _connections.HighestAsync(), 1, MaxConnections);
    }

    /// <summary>The rows of the membership table: <c>port|status</c>, by start.</summary>
    internal Task<string[]> MembersAsync() => _database.RowsAsync(
        "SELECT address || ':' || port, CASE status WHEN 3 THEN 'active' WHEN 6 THEN 'dead' ELSE 'status ' || status END " +
        $"FROM \"{Schema}\".orleansmembershiptable ORDER BY starttime, port");

    /// <summary>Waits for a condition. On failure the message includes the output of the silos.</summary>
    internal async Task WaitForAsync(Func<Task<bool>> condition, string what)
    {
        try
        {
            await Eventually.SucceedsAsync(condition, Patience, what);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}\n{Outputs()}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _connections.DisposeAsync();
        await Task.WhenAll(_silos.Select(silo => silo.DisposeAsync().AsTask()));
        _silos.Clear();
    }

    private string Outputs() =>
        string.Join("\n", _silos.Select(silo => $"--- {silo.Place.Name}, {silo.Process.Description}\n{silo.Process.OutputTail}"));
}
