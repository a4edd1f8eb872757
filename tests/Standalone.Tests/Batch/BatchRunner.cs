using Microsoft.Extensions.Configuration;
using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Files;
using PathwayOrleans.Standalone.Batch;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Standalone.Tests.Batch;

/// <summary>Runs batches in this process.</summary>
internal static class BatchRunner
{
    internal static async Task<BatchResult> RunFilesAsync(
        PostgresForTests database,
        IEnumerable<string> paths,
        CancellationToken cancellationToken = default,
        params (string Key, string Value)[] settings)
    {
        await using BatchHost host = Create([("Pathway:Database:ConnectionString", database.Url), .. settings]);
        return await host.RunFilesAsync(
            (inputs, token) => inputs.IndexAsync([.. paths.Select(path => InputFile.Named(path))], token), cancellationToken);
    }

    internal static Task<BatchResult> RunFilesAsync(PostgresForTests database, params string[] paths) =>
        RunFilesAsync(database, (IEnumerable<string>)paths);

    internal static async Task<BatchResult> RunRangeAsync(
        PostgresForTests database,
        KafkaForTests kafka,
        string serviceId = "pathway",
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        params (string Key, string Value)[] settings)
    {
        await using BatchHost host = Create(
        [
            ("Pathway:Database:ConnectionString", database.Url),
            ("Pathway:ServiceId", serviceId),
            ("Pathway:Kafka:BootstrapServers", kafka.BootstrapServers),
            ("Pathway:Kafka:Topic", kafka.Topic),
            ("Pathway:Kafka:GroupId", kafka.GroupId),
            ("Pathway:Kafka:SourceName", kafka.SourceName),
            .. settings,
        ]);
        return await host.RunRangeAsync(
            new TimeRange(from?.ToUnixTimeMilliseconds(), to?.ToUnixTimeMilliseconds()), CancellationToken.None);
    }

    internal static BatchHost Create(params (string Key, string Value)[] settings) => new(
        new ConfigurationBuilder().AddInMemoryCollection(
            settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).Build(),
        _ => { },
        TimeProvider.System);
}
