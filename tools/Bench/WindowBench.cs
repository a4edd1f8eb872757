using Npgsql;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Bench;

/// <summary>
/// Compares the standalone engine without windows and with one window of each kind, alternating, on one topic of one broker and
/// one Postgres. The windows are five minutes, ten minutes with a hop of five, and sessions with a gap of one minute. In the
/// load, each of the 10,000 users has an event about every ten seconds.
/// </summary>
public static class WindowBench
{
    private static readonly Dictionary<string, string?> ThreeKinds = new()
    {
        ["Pathway__Pipeline__File"] = Path.Combine(AppContext.BaseDirectory, "windows.sql"),
    };

    /// <summary>Runs the measurement.</summary>
    /// <param name="options">The options.</param>
    /// <param name="log">Called with a line of progress after each round.</param>
    /// <param name="cancellationToken">Stops the measurement.</param>
    public static async Task<WindowBenchResult> RunAsync(
        WindowBenchOptions options, Action<string> log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        options.Validate();
        EngineProgram plain = EngineProgram.Standalone;
        EngineProgram windowed = plain with { Environment = ThreeKinds };
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions(), cancellationToken);
        await using BenchBroker broker = await BenchBroker.StartAsync(options.Brokers);
        log(Statistics.Text($"filling a topic with {options.Events:n0} events of {options.Users:n0} users"));
        BenchTopic.Fill(broker.Kafka, options.Events, options.Users, cancellationToken);
        var without = new List<Measurement>();
        var with = new List<Measurement>();
        long rows = 0;
        for (int round = 1; round <= options.Rounds; round++)
        {
            without.Add(
                await BenchDatabase.RunAsync(postgres, $"plain_{round}", name => RunAsync(plain, name), cancellationToken));
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
            log(Statistics.Text($"round {round}: without {without[^1]}; with {with[^1]}"));
        }

        return new WindowBenchResult
        {
            Events = options.Events,
            Users = options.Users,
            Rounds = options.Rounds,
            Without = Statistics.Median(without.Select(m => m.EventsPerSecond)),
            With = Statistics.Median(with.Select(m => m.EventsPerSecond)),
            Ratio = Statistics.Median(with.Zip(without, (w, p) => w.EventsPerSecond / p.EventsPerSecond)),
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
        await using var command = new NpgsqlCommand(
            "SELECT (SELECT count(*) FROM five_minutes) + (SELECT count(*) FROM ten_minutes) + (SELECT count(*) FROM visits)",
            connection);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
