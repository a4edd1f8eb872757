using System.Globalization;
using System.Net.Http.Json;
using Npgsql;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Bench;

/// <summary>
/// The standalone engine against <see cref="HandWrittenLoop"/>, in turn, on the same topic of the same embedded
/// broker and the same Postgres; then the engine alone with as many users as do not fit its memory.
/// </summary>
public static class StandaloneBench
{
    private const string Topic = "events";

    /// <summary>Measures and prints.</summary>
    public static async Task<int> RunAsync(StandaloneBenchOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync(new PrivatePostgresOptions(), cancellationToken);
        using (EmbeddedKafka kafka = EmbeddedKafka.Start())
        {
            BenchTopic.Fill(kafka.BootstrapServers, Topic, options.Events, options.Users);
            for (int round = 1; round <= options.Rounds; round++)
            {
                Measurement byHand = await RunByHandAsync(postgres, kafka, options.Events, $"hand_{round}", cancellationToken);
                Measurement engine = await RunEngineAsync(postgres, kafka, options.Events, $"engine_{round}", cancellationToken);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"round {round}: by hand {byHand.EventsPerSecond:n0}/s, engine {engine.EventsPerSecond:n0}/s, ratio {engine.EventsPerSecond / byHand.EventsPerSecond:n2}, peak {engine.PeakBytes / 1048576} MB, connections {engine.Connections}"));
            }
        }

        if (options.MemoryUsers > 0)
        {
            using EmbeddedKafka kafka = EmbeddedKafka.Start();
            BenchTopic.Fill(kafka.BootstrapServers, Topic, options.MemoryUsers, options.MemoryUsers);
            Measurement engine = await RunEngineAsync(postgres, kafka, options.MemoryUsers, "memory", cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{options.MemoryUsers:n0} users: {engine.EventsPerSecond:n0}/s, peak {engine.PeakBytes / 1048576} MB"));
        }

        return 0;
    }

    private static async Task<Measurement> RunByHandAsync(
        PrivatePostgres postgres, EmbeddedKafka kafka, long events, string database, CancellationToken cancellationToken)
    {
        await postgres.CreateDatabaseAsync(database, cancellationToken);
        await using (var connection = new NpgsqlConnection(postgres.ConnectionString(database)))
        {
            await connection.OpenAsync(cancellationToken);
            await using var schema = new NpgsqlCommand(
                """
                CREATE TABLE events (user_id text PRIMARY KEY, count bigint NOT NULL, total_value float8 NOT NULL, time bigint NOT NULL)
                    WITH (fillfactor = 70);
                CREATE TABLE source_progress (source text, partition int, next_offset bigint NOT NULL, PRIMARY KEY (source, partition));
                """,
                connection);
            await schema.ExecuteNonQueryAsync(cancellationToken);
        }

        var settings = new HandWrittenSettings(kafka.BootstrapServers, Topic, postgres.ConnectionString(database) + ";Pooling=false", "bench", events);
        string? seconds = null;
        await using ChildProcess loop = ChildProcess.Start(
            ChildProcessOptions.Dotnet(typeof(StandaloneBench).Assembly.Location, settings.ToArguments()) with { OnLine = line => seconds = line });
        if (await loop.WaitForExitAsync() != 0)
        {
            throw new InvalidOperationException($"The hand-written loop failed: {loop.OutputTail}");
        }

        await postgres.DropDatabaseAsync(database, cancellationToken);
        return new Measurement(events / double.Parse(seconds!, CultureInfo.InvariantCulture), 0, 1);
    }

    private static async Task<Measurement> RunEngineAsync(
        PrivatePostgres postgres, EmbeddedKafka kafka, long events, string database, CancellationToken cancellationToken)
    {
        await postgres.CreateDatabaseAsync(database, cancellationToken);
        int port = FreePort.Find();
        await using ChildProcess worker = ChildProcess.Start(
            ChildProcessOptions.Dotnet(Path.Combine(AppContext.BaseDirectory, "PathwayOrleans.Standalone.dll")) with
            {
                Environment = new Dictionary<string, string?>
                {
                    ["Pathway__Kafka__BootstrapServers"] = kafka.BootstrapServers,
                    ["Pathway__Kafka__SourceName"] = database,
                    ["Pathway__Kafka__GroupId"] = database,
                    ["Pathway__Database__ConnectionString"] = postgres.Url(database),
                    ["Pathway__Http__Url"] = $"http://127.0.0.1:{port}",
                    ["Pathway__StopWhenInputEnds"] = "true",
                },
            });
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        long? started = null;
        while (true)
        {
            if (worker.HasExited)
            {
                throw new InvalidOperationException($"The engine ended: {worker.OutputTail}");
            }

            try
            {
                Monitoring.Status.EngineStatus status = (await http.GetFromJsonAsync<Monitoring.Status.EngineStatus>("/api/status", cancellationToken))!;
                if (started is null && (status.EventsInFlight > 0 || status.EventsApplied > 0))
                {
                    started = TimeProvider.System.GetTimestamp();
                }

                if (status.EventsApplied == events && status.EventsInFlight == 0)
                {
                    double seconds = TimeProvider.System.GetElapsedTime(started!.Value).TotalSeconds;
                    Console.WriteLine($"commits {status.Commits} users {status.UsersCommitted} pauses {status.Pauses} conns {status.DatabaseConnections}");
                    var result = new Measurement(events / seconds, ProcessMemory.Peak(worker.Id), status.DatabaseConnections);
                    worker.Terminate();
                    await worker.WaitForExitAsync();
                    await postgres.DropDatabaseAsync(database, cancellationToken);
                    return result;
                }
            }
            catch (HttpRequestException)
            {
                // Not up yet.
            }

            await Task.Delay(10, cancellationToken);
        }
    }
}
