using System.Globalization;
using System.Text.Json;
using Npgsql;
using PathwayOrleans.Bench.Commands;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Bench.Standalone;

/// <summary>Runs <see cref="HandWrittenLoop"/> once as a process, on its own tables.</summary>
internal static class HandWrittenRun
{
    private const string Schema =
        """
        CREATE TABLE events (user_id text PRIMARY KEY, count bigint NOT NULL, total_value float8 NOT NULL, time bigint NOT NULL)
            WITH (fillfactor = 70);
        CREATE TABLE source_progress (source text, partition int, next_offset bigint NOT NULL, PRIMARY KEY (source, partition));
        """;

    internal static async Task<Measurement> RunAsync(
        string database, KafkaOptions kafka, long events, CancellationToken cancellationToken)
    {
        await using (var connection = new NpgsqlConnection(database))
        {
            await connection.OpenAsync(cancellationToken);
            await using var schema = new NpgsqlCommand(Schema, connection);
            await schema.ExecuteNonQueryAsync(cancellationToken);
        }

        string result = "";
        string dll = typeof(HandWrittenRun).Assembly.Location;
        ChildProcessOptions options = ChildProcessOptions.Dotnet(
            dll, "bench", HandWrittenLoopCommand.Name, kafka.BootstrapServers, kafka.Topic, database,
            events.ToString(CultureInfo.InvariantCulture));
        await using ChildProcess loop = ChildProcess.Start(options with { OnLine = line => result = line });
        if (await loop.WaitForExitAsync(cancellationToken) != 0)
        {
            throw new InvalidOperationException($"The hand-written loop failed: {loop.OutputTail}");
        }

        JsonElement measured = JsonDocument.Parse(result).RootElement;
        return new Measurement(
            events / measured.GetProperty("seconds").GetDouble(), measured.GetProperty("peakBytes").GetInt64(), Connections: 1);
    }
}
