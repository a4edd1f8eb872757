using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Bench.Pipeline;

/// <summary>Measures the standalone engine with a pipeline over wide records: rate and allocations.</summary>
public static class PipelineBench
{
    /// <summary>Runs the measurement.</summary>
    /// <param name="options">The options.</param>
    /// <param name="log">Called with a line of progress after each round.</param>
    /// <param name="cancellationToken">Stops the measurement.</param>
    public static async Task<PipelineBenchResult> RunAsync(
        PipelineBenchOptions options, Action<string> log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        options.Validate();
        string file = Path.Combine(Path.GetTempPath(), $"pathway-bench-{Guid.NewGuid():n}.sql");
        await File.WriteAllTextAsync(file, WideRecords.Pipeline, cancellationToken);
        try
        {
            return await RunAsync(options, file, log, cancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task<PipelineBenchResult> RunAsync(
        PipelineBenchOptions options, string pipeline, Action<string> log, CancellationToken cancellationToken)
    {
        EngineProgram program = EngineProgram.Standalone with
        {
            Environment = new Dictionary<string, string?> { ["Pathway__Pipeline__File"] = pipeline },
        };
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions(), cancellationToken);
        await using BenchBroker broker = await BenchBroker.StartAsync(options.Brokers);
        log(Statistics.Text($"filling a topic with {options.Events:n0} records of {options.Users:n0} keys"));
        BenchTopic.Fill(broker.Kafka, options.Events, options.Users, WideRecords.Create, cancellationToken);
        var rounds = new List<Measurement>();
        for (int round = 1; round <= options.Rounds; round++)
        {
            rounds.Add(await BenchDatabase.RunAsync(
                postgres,
                $"pipeline_{round}",
                name => EngineRun.RunAsync(
                    program, postgres.Url(name), broker.Kafka, name, options.Events, cancellationToken),
                cancellationToken));
            Measurement last = rounds[^1];
            log(Statistics.Text($"round {round}: {last}, {last.AllocatedBytesPerEvent:n1} bytes allocated per record"));
        }

        return new PipelineBenchResult
        {
            Events = options.Events,
            Users = options.Users,
            Rounds = options.Rounds,
            EventsPerSecond = Statistics.Median(rounds.Select(m => m.EventsPerSecond)),
            AllocatedBytesPerEvent = Statistics.Median(rounds.Select(m => m.AllocatedBytesPerEvent!.Value)),
            PeakBytes = rounds.Max(m => m.PeakBytes),
        };
    }
}
