using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Bench.Standalone;

/// <summary>
/// Compares the standalone engine with <see cref="HandWrittenLoop"/>, alternating, on one topic of one broker and one Postgres.
/// Then measures the engine with more users than it keeps in memory.
/// </summary>
public static class StandaloneBench
{
    /// <summary>Runs the measurement.</summary>
    /// <param name="options">The options.</param>
    /// <param name="log">Called with a line of progress after each round.</param>
    /// <param name="cancellationToken">Stops the measurement.</param>
    public static async Task<StandaloneBenchResult> RunAsync(
        StandaloneBenchOptions options, Action<string> log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        options.Validate();
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions(), cancellationToken);
        var byHand = new List<Measurement>();
        var engine = new List<Measurement>();
        await using (BenchBroker broker = await BenchBroker.StartAsync(options.Brokers))
        {
            log(Statistics.Text($"filling a topic with {options.Events:n0} events of {options.Users:n0} users"));
            BenchTopic.Fill(broker.Kafka, options.Events, options.Users, cancellationToken);
            for (int round = 1; round <= options.Rounds; round++)
            {
                byHand.Add(await BenchDatabase.RunAsync(
                    postgres,
                    $"by_hand_{round}",
                    name => HandWrittenRun.RunAsync(
                        postgres.ConnectionString(name), broker.Kafka, options.Events, cancellationToken),
                    cancellationToken));
                engine.Add(await MeasureAsync(postgres, $"engine_{round}", broker, options.Events, cancellationToken));
                log(Statistics.Text($"round {round}: by hand {byHand[^1]}; engine {engine[^1]}"));
            }
        }

        Measurement? memory = options.MemoryUsers > 0
            ? await MeasureMemoryAsync(postgres, options, log, cancellationToken)
            : null;
        return new StandaloneBenchResult
        {
            Events = options.Events,
            Users = options.Users,
            Rounds = options.Rounds,
            ByHand = Statistics.Median(byHand.Select(m => m.EventsPerSecond)),
            Engine = Statistics.Median(engine.Select(m => m.EventsPerSecond)),
            Ratio = Statistics.Median(engine.Zip(byHand, (e, h) => e.EventsPerSecond / h.EventsPerSecond)),
            PeakBytes = engine.Max(m => m.PeakBytes),
            Connections = engine.Max(m => m.Connections),
            MemoryUsers = options.MemoryUsers,
            MemoryPeakBytes = memory?.PeakBytes ?? 0,
        };
    }

    private static async Task<Measurement> MeasureMemoryAsync(
        PrivatePostgres postgres, StandaloneBenchOptions options, Action<string> log, CancellationToken cancellationToken)
    {
        await using BenchBroker broker = await BenchBroker.StartAsync(options.Brokers);
        log(Statistics.Text($"filling a topic with one event each of {options.MemoryUsers:n0} users"));
        BenchTopic.Fill(broker.Kafka, options.MemoryUsers, options.MemoryUsers, cancellationToken);
        Measurement measured = await MeasureAsync(postgres, "memory", broker, options.MemoryUsers, cancellationToken);
        log(Statistics.Text($"{options.MemoryUsers:n0} users: {measured}"));
        return measured;
    }

    private static Task<Measurement> MeasureAsync(
        PrivatePostgres postgres, string database, BenchBroker broker, long events, CancellationToken cancellationToken) =>
        BenchDatabase.RunAsync(
            postgres,
            database,
            name => EngineRun.RunAsync(
                EngineProgram.Standalone, postgres.Url(name), broker.Kafka, name, events, cancellationToken),
            cancellationToken);
}
