using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Bench.Batch;

/// <summary>Compares the standalone engine on a topic with batches over files, alternating, on one Postgres.</summary>
public static class BatchBench
{
    /// <summary>Runs the measurement.</summary>
    /// <param name="options">The options.</param>
    /// <param name="log">Called with a line of progress after each round.</param>
    /// <param name="cancellationToken">Stops the measurement.</param>
    public static async Task<BatchBenchResult> RunAsync(
        BatchBenchOptions options, Action<string> log, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(log);
        options.Validate();
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions(), cancellationToken);
        await using BenchBroker broker = await BenchBroker.StartAsync(options.Brokers);
        log(Statistics.Text(
            $"writing {options.Events:n0} events of {options.Users:n0} users to files, and {options.TopicEvents:n0} to a topic"));
        using var files = BatchFiles.Write(options.Events, options.Users, cancellationToken);
        BenchTopic.Fill(broker.Kafka, options.TopicEvents, options.Users, cancellationToken);
        var kafka = new List<Measurement>();
        var ndjson = new List<BatchMeasurement>();
        var csv = new List<BatchMeasurement>();
        for (int round = 1; round <= options.Rounds; round++)
        {
            kafka.Add(await BenchDatabase.RunAsync(
                postgres,
                $"kafka_{round}",
                name => EngineRun.RunAsync(
                    EngineProgram.Standalone, postgres.Url(name), broker.Kafka, name, options.TopicEvents, cancellationToken),
                cancellationToken));
            ndjson.Add(await MeasureAsync($"ndjson_{round}", files.Ndjson));
            csv.Add(await MeasureAsync($"csv_{round}", files.Csv));
            log(Statistics.Text($"round {round}: Kafka {kafka[^1]}; NDJSON {ndjson[^1]}; CSV {csv[^1]}"));
        }

        return new BatchBenchResult
        {
            Events = options.Events,
            Users = options.Users,
            Rounds = options.Rounds,
            Kafka = Statistics.Median(kafka.Select(m => m.EventsPerSecond)),
            Ndjson = Statistics.Median(ndjson.Select(m => m.EventsPerSecond)),
            Csv = Statistics.Median(csv.Select(m => m.EventsPerSecond)),
            NdjsonRatio = Statistics.Median(ndjson.Zip(kafka, (n, k) => n.EventsPerSecond / k.EventsPerSecond)),
            CsvRatio = Statistics.Median(csv.Zip(kafka, (c, k) => c.EventsPerSecond / k.EventsPerSecond)),
            PeakBytes = ndjson.Concat(csv).Max(m => m.PeakBytes),
        };

        Task<BatchMeasurement> MeasureAsync(string database, string file) => BenchDatabase.RunAsync(
            postgres,
            database,
            name => BatchProcess.RunAsync(file, postgres.Url(name), options.Events, cancellationToken),
            cancellationToken);
    }
}
