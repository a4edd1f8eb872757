using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Bench.Batch;

/// <summary>The engine on a topic, and batches over the same number of events in files, in turn, on one Postgres.</summary>
public static class BatchBench
{
    /// <summary>Measures.</summary>
    /// <param name="options">What.</param>
    /// <param name="say">Hears of each run as it ends.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<BatchBenchResult> RunAsync(BatchBenchOptions options, Action<string> say, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(say);
        options.Validate();
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions(), cancellationToken);
        await using BenchBroker broker = await BenchBroker.StartAsync(options.Brokers);
        say(Figures.Text($"writing files of {options.Events:n0} events of {options.Users:n0} users, and {options.TopicEvents:n0} events to a topic"));
        using var files = BatchFiles.Write(options.Events, options.Users, cancellationToken);
        BenchTopic.Fill(broker.Kafka, options.TopicEvents, options.Users, cancellationToken);
        var kafka = new List<Measurement>();
        var ndjson = new List<BatchMeasurement>();
        var csv = new List<BatchMeasurement>();
        for (int round = 1; round <= options.Rounds; round++)
        {
            kafka.Add(await BenchDatabase.RunAsync(
                postgres, $"kafka_{round}", name => EngineRun.RunAsync(EngineProgram.Standalone, postgres.Url(name), broker.Kafka, name, options.TopicEvents, cancellationToken), cancellationToken));
            ndjson.Add(await BenchDatabase.RunAsync(
                postgres, $"ndjson_{round}", name => BatchProcess.RunAsync(files.Ndjson, postgres.Url(name), options.Events, cancellationToken), cancellationToken));
            csv.Add(await BenchDatabase.RunAsync(
                postgres, $"csv_{round}", name => BatchProcess.RunAsync(files.Csv, postgres.Url(name), options.Events, cancellationToken), cancellationToken));
            say(Figures.Text($"round {round}: Kafka {kafka[^1].EventsPerSecond:n0}/s; NDJSON {ndjson[^1].EventsPerSecond:n0}/s, {ndjson[^1].PeakBytes >> 20} MB; CSV {csv[^1].EventsPerSecond:n0}/s, {csv[^1].PeakBytes >> 20} MB"));
        }

        return new BatchBenchResult
        {
            Events = options.Events,
            Users = options.Users,
            Rounds = options.Rounds,
            Kafka = Figures.Median(kafka.Select(m => m.EventsPerSecond)),
            Ndjson = Figures.Median(ndjson.Select(m => m.EventsPerSecond)),
            Csv = Figures.Median(csv.Select(m => m.EventsPerSecond)),
            NdjsonRatio = Figures.Median(ndjson.Zip(kafka, (n, k) => n.EventsPerSecond / k.EventsPerSecond)),
            CsvRatio = Figures.Median(csv.Zip(kafka, (c, k) => c.EventsPerSecond / k.EventsPerSecond)),
            PeakBytes = ndjson.Concat(csv).Max(m => m.PeakBytes),
        };
    }
}
