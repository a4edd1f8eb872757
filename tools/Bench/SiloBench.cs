using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Bench;

/// <summary>
/// Compares one silo with the standalone engine and with a silo without group commit, alternating, on one topic of one broker
/// and one Postgres. Then measures one silo with many active users.
/// </summary>
public static class SiloBench
{
    /// <summary>Runs the measurement.</summary>
    /// <param name="options">The options.</param>
    /// <param name="log">Called with a line of progress after each round.</param>
    /// <param name="cancellationToken">Stops the measurement.</param>
    public static async Task<SiloBenchResult> RunAsync(
        SiloBenchOptions options, Action<string> log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        options.Validate();
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions(), cancellationToken);
        var standalone = new List<Measurement>();
        var silo = new List<Measurement>();
        var plain = new List<Measurement>();
        await using (BenchBroker broker = await BenchBroker.StartAsync(options.Brokers))
        {
            log(Statistics.Text($"filling a topic with {options.Events:n0} events of {options.Users:n0} users"));
            BenchTopic.Fill(broker.Kafka, options.Events, options.Users, cancellationToken);
            for (int round = 1; round <= options.Rounds; round++)
            {
                standalone.Add(await MeasureAsync($"standalone_{round}", EngineProgram.Standalone));
                silo.Add(await MeasureAsync($"silo_{round}", EngineProgram.Silo(options.SiloDll, groupCommit: true)));
                plain.Add(await MeasureAsync($"plain_{round}", EngineProgram.Silo(options.SiloDll, groupCommit: false)));
                log(Statistics.Text(
                    $"round {round}: standalone {standalone[^1]}; silo {silo[^1]}; without group commit {plain[^1]}"));
            }

            Task<Measurement> MeasureAsync(string run, EngineProgram program) => BenchDatabase.RunAsync(
                postgres,
                run,
                name => EngineRun.RunAsync(
                    program, postgres.Url(name), broker.Kafka, name, options.Events, cancellationToken),
                cancellationToken);
        }

        Measurement? memory = options.MemoryUsers > 0
            ? await MeasureMemoryAsync(postgres, options, log, cancellationToken)
            : null;
        return new SiloBenchResult
        {
            Events = options.Events,
            Users = options.Users,
            Rounds = options.Rounds,
            Standalone = Statistics.Median(standalone.Select(m => m.EventsPerSecond)),
            Silo = Statistics.Median(silo.Select(m => m.EventsPerSecond)),
            Ratio = Statistics.Median(silo.Zip(standalone, (s, e) => s.EventsPerSecond / e.EventsPerSecond)),
            PlainProvider = Statistics.Median(plain.Select(m => m.EventsPerSecond)),
            GroupCommitGain = Statistics.Median(silo.Zip(plain, (s, p) => s.EventsPerSecond / p.EventsPerSecond)),
            PeakBytes = silo.Max(m => m.PeakBytes),
            Connections = silo.Concat(plain).Max(m => m.Connections),
            MemoryUsers = options.MemoryUsers,
            MemoryRate = memory?.EventsPerSecond ?? 0,
            MemoryPeakBytes = memory?.PeakBytes ?? 0,
        };
    }

    private static async Task<Measurement> MeasureMemoryAsync(
        PrivatePostgres postgres, SiloBenchOptions options, Action<string> log, CancellationToken cancellationToken)
    {
        await using BenchBroker broker = await BenchBroker.StartAsync(options.Brokers);
        log(Statistics.Text($"filling a topic with {options.Events:n0} events of {options.MemoryUsers:n0} users"));
        BenchTopic.Fill(broker.Kafka, options.Events, options.MemoryUsers, cancellationToken);
        Measurement measured = await BenchDatabase.RunAsync(
            postgres,
            "memory",
            name => EngineRun.RunAsync(
                EngineProgram.Silo(options.SiloDll, groupCommit: true), postgres.Url(name), broker.Kafka, name, options.Events,
                cancellationToken),
            cancellationToken);
        log(Statistics.Text($"{options.MemoryUsers:n0} users: {measured}"));
        return measured;
    }
}
