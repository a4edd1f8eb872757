using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Bench.Cluster;

/// <summary>
/// One silo against the standalone engine, and against itself without group commit, in turn, on one topic of one
/// broker and one Postgres; then one silo with many active users.
/// </summary>
public static class ClusterBench
{
    /// <summary>Measures.</summary>
    /// <param name="options">What.</param>
    /// <param name="say">Hears of each run as it ends.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<ClusterBenchResult> RunAsync(ClusterBenchOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(say);
        options.Validate();
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions(), cancellationToken);
        var standalone = new List<Measurement>();
        var silo = new List<Measurement>();
        var plain = new List<Measurement>();
        await using (BenchBroker broker = await BenchBroker.StartAsync(options.Brokers))
        {
            say(Figures.Text($"filling a topic with {options.Events:n0} events of {options.Users:n0} users"));
            BenchTopic.Fill(broker.Kafka, options.Events, options.Users, cancellationToken);
            for (int round = 1; round <= options.Rounds; round++)
            {
                standalone.Add(await MeasureAsync($"standalone_{round}", EngineProgram.Standalone));
                silo.Add(await MeasureAsync($"silo_{round}", EngineProgram.Silo(options.SiloDll, groupCommit: true)));
                plain.Add(await MeasureAsync($"plain_{round}", EngineProgram.Silo(options.SiloDll, groupCommit: false)));
                say(Figures.Text(
                    $"round {round}: standalone {standalone[^1].EventsPerSecond:n0}/s; silo {silo[^1].EventsPerSecond:n0}/s, {silo[^1].PeakBytes >> 20} MB; without group commit {plain[^1].EventsPerSecond:n0}/s"));
            }

            Task<Measurement> MeasureAsync(string run, EngineProgram program) => BenchDatabase.RunAsync(
                postgres, run, name => EngineRun.RunAsync(program, postgres.Url(name), broker.Kafka, name, options.Events, cancellationToken), cancellationToken);
        }

        Measurement? memory = options.MemoryUsers > 0 ? await MeasureMemoryAsync(postgres, options, say, cancellationToken) : null;
        return new ClusterBenchResult
        {
            Events = options.Events,
            Users = options.Users,
            Rounds = options.Rounds,
            Standalone = Figures.Median(standalone.Select(m => m.EventsPerSecond)),
            Silo = Figures.Median(silo.Select(m => m.EventsPerSecond)),
            Ratio = Figures.Median(silo.Zip(standalone, (s, e) => s.EventsPerSecond / e.EventsPerSecond)),
            PlainProvider = Figures.Median(plain.Select(m => m.EventsPerSecond)),
            GroupCommitGain = Figures.Median(silo.Zip(plain, (s, p) => s.EventsPerSecond / p.EventsPerSecond)),
            PeakBytes = silo.Max(m => m.PeakBytes),
            Connections = silo.Concat(plain).Max(m => m.Connections),
            MemoryUsers = options.MemoryUsers,
            MemoryRate = memory?.EventsPerSecond ?? 0,
            MemoryPeakBytes = memory?.PeakBytes ?? 0,
        };
    }

    private static async Task<Measurement> MeasureMemoryAsync(
        PrivatePostgres postgres, ClusterBenchOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        await using BenchBroker broker = await BenchBroker.StartAsync(options.Brokers);
        say(Figures.Text($"filling a topic with {options.Events:n0} events of {options.MemoryUsers:n0} users"));
        BenchTopic.Fill(broker.Kafka, options.Events, options.MemoryUsers, cancellationToken);
        Measurement measured = await BenchDatabase.RunAsync(
            postgres,
            "memory",
            name => EngineRun.RunAsync(
                EngineProgram.Silo(options.SiloDll, groupCommit: true), postgres.Url(name), broker.Kafka, name, options.Events, cancellationToken),
            cancellationToken);
        say(Figures.Text($"{options.MemoryUsers:n0} users: {measured.EventsPerSecond:n0}/s, {measured.PeakBytes >> 20} MB"));
        return measured;
    }
}
