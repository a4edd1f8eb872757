using Npgsql;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Bench.Windows;

/// <summary>
/// The standalone engine without windows and with one of each kind, in turn, on one topic of one broker and one
/// Postgres. The windows are five minutes, ten minutes every five, and sessions with a gap of a minute; the load has an
/// event of each of its 10,000 users about every ten seconds.
/// </summary>
public static class WindowBench
{
    private static readonly Dictionary<string, string?> ThreeKinds = new()
    {
        ["Pathway__Windows__Named__five-minutes__Kind"] = "Tumbling",
        ["Pathway__Windows__Named__five-minutes__Size"] = "00:05:00",
        ["Pathway__Windows__Named__ten-minutes__Kind"] = "Sliding",
        ["Pathway__Windows__Named__ten-minutes__Size"] = "00:10:00",
        ["Pathway__Windows__Named__ten-minutes__Hop"] = "00:05:00",
        ["Pathway__Windows__Named__visit__Kind"] = "Session",
        ["Pathway__Windows__Named__visit__Gap"] = "00:01:00",
    };

    /// <summary>Measures.</summary>
    /// <param name="options">What.</param>
    /// <param name="say">Hears of each run as it ends.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<WindowBenchResult> RunAsync(WindowBenchOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(say);
        options.Validate();
        EngineProgram plain = EngineProgram.Standalone;
        EngineProgram windowed = plain with { Environment = ThreeKinds };
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions(), cancellationToken);
        await using BenchBroker broker = await BenchBroker.StartAsync(options.Brokers);
        say(Figures.Text($"filling a topic with {options.Events:n0} events of {options.Users:n0} users"));
        BenchTopic.Fill(broker.Kafka, options.Events, options.Users, cancellationToken);
        var without = new List<Measurement>();
        var with = new List<Measurement>();
        long rows = 0;
        for (int round = 1; round <= options.Rounds; round++)
        {
            without.Add(await BenchDatabase.RunAsync(postgres, $"plain_{round}", name => RunAsync(plain, name), cancellationToken));
            with.Add(await BenchDatabase.RunAsync(
                postgres,
                $"windows_{round}",
                async name =>
                {
                    Measurement measured = await RunAsync(windowed, name);
                    rows = await CountRowsAsync(postgres.ConnectionString(name), cancellationToken);
                    return measured;
                },
                cancellationToken));
            say(Figures.Text($"round {round}: without {without[^1].EventsPerSecond:n0}/s; with {with[^1].EventsPerSecond:n0}/s, {with[^1].PeakBytes >> 20} MB"));
        }

        return new WindowBenchResult
        {
            Events = options.Events,
            Users = options.Users,
            Rounds = options.Rounds,
            Without = Figures.Median(without.Select(m => m.EventsPerSecond)),
            With = Figures.Median(with.Select(m => m.EventsPerSecond)),
            Ratio = Figures.Median(with.Zip(without, (w, p) => w.EventsPerSecond / p.EventsPerSecond)),
            WindowRows = rows,
            PeakBytes = with.Max(m => m.PeakBytes),
        };

        Task<Measurement> RunAsync(EngineProgram program, string database) =>
            EngineRun.RunAsync(program, postgres.Url(database), broker.Kafka, database, options.Events, cancellationToken);
    }

    private static async Task<long> CountRowsAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("SELECT count(*) FROM user_windows", connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
