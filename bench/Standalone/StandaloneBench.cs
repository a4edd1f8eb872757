using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Bench.Standalone;

/// <summary>
/// The standalone engine against <see cref="HandWrittenLoop"/>, in turn, on one topic of one broker and one
/// Postgres; then the engine alone with more users than it keeps in memory.
/// </summary>
public static class StandaloneBench
{
    /// <summary>Measures.</summary>
    /// <param name="options">What.</param>
    /// <param name="say">Hears of each run as it ends.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<StandaloneBenchResult> RunAsync(StandaloneBenchOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(say);
        options.Validate();
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions(), cancellationToken);
        var byHand = new List<Measurement>();
        var engine = new List<Measurement>();
        await using (BenchBroker broker = await BenchBroker.StartAsync(options.Brokers))
        {
            say(Figures.Text($"filling a topic with {options.Events:n0} events of {options.Users:n0} users"));
            BenchTopic.Fill(broker.Kafka, options.Events, options.Users, cancellationToken);
            for (int round = 1; round <= options.Rounds; round++)
            {
                byHand.Add(await BenchDatabase.RunAsync(
                    postgres, $"by_hand_{round}", name => HandWrittenRun.RunAsync(postgres.ConnectionString(name), broker.Kafka, options.Events, cancellationToken), cancellationToken));
                engine.Add(await BenchDatabase.RunAsync(
                    postgres, $"engine_{round}", name => EngineRun.RunAsync(EngineProgram.Standalone, postgres.Url(name), broker.Kafka, name, options.Events, cancellationToken), cancellationToken));
                say(Figures.Text($"round {round}: by hand {byHand[^1].EventsPerSecond:n0}/s, {byHand[^1].PeakBytes >> 20} MB; engine {engine[^1].EventsPerSecond:n0}/s, {engine[^1].PeakBytes >> 20} MB"));
            }
        }

        Measurement? memory = options.MemoryUsers > 0 ? await MeasureMemoryAsync(postgres, options, say, cancellationToken) : null;
        return new StandaloneBenchResult
        {
            Events = options.Events,
            Users = options.Users,
            Rounds = options.Rounds,
            ByHand = Figures.Median(byHand.Select(m => m.EventsPerSecond)),
            Engine = Figures.Median(engine.Select(m => m.EventsPerSecond)),
            Ratio = Figures.Median(engine.Zip(byHand, (e, h) => e.EventsPerSecond / h.EventsPerSecond)),
            PeakBytes = engine.Max(m => m.PeakBytes),
            Connections = engine.Max(m => m.Connections),
            MemoryUsers = options.MemoryUsers,
            MemoryPeakBytes = memory?.PeakBytes ?? 0,
        };
    }

    private static async Task<Measurement> MeasureMemoryAsync(
        PrivatePostgres postgres, StandaloneBenchOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        await using BenchBroker broker = await BenchBroker.StartAsync(options.Brokers);
        say(Figures.Text($"filling a topic with one event each of {options.MemoryUsers:n0} users"));
        BenchTopic.Fill(broker.Kafka, options.MemoryUsers, options.MemoryUsers, cancellationToken);
        Measurement measured = await BenchDatabase.RunAsync(
            postgres, "memory", name => EngineRun.RunAsync(EngineProgram.Standalone, postgres.Url(name), broker.Kafka, name, options.MemoryUsers, cancellationToken), cancellationToken);
        say(Figures.Text($"{options.MemoryUsers:n0} users: {measured.EventsPerSecond:n0}/s, {measured.PeakBytes >> 20} MB"));
        return measured;
    }
}
