using Microsoft.Extensions.Logging.Abstractions;
using PathwayOrleans.Configuration;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Engine.Tests;

/// <summary>A topic that was counted under one source name is not counted again under another one.</summary>
public sealed class SourceNameTests
{
    private static readonly KafkaSourceIdentity Topic = new("cluster", "events", "id-1", null);

    [Fact]
    public async Task A_topic_that_was_counted_under_a_configured_name_is_refused_without_it()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using DatabaseSession session = await SessionAsync(database);
        Assert.Equal("ours", await ResolveAsync(session, new ConfiguredIdentity("ours", Topic.Log)));
        await CountAsync(database, "ours");

        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => ResolveAsync(session, Topic));

        Assert.Equal(
            "Topic events ('kafka/cluster/events/id-1') was counted before under the source name 'ours'. Its records would be " +
            "counted a second time. Set Pathway:Kafka:SourceName to 'ours' to go on from there, or run `./pathway reset --all` to " +
            "start over.",
            refused.Message);
        Assert.Equal("ours", await ResolveAsync(session, new ConfiguredIdentity("ours", Topic.Log)));
    }

    [Fact]
    public async Task A_topic_that_was_counted_without_a_configured_name_is_refused_with_one()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using DatabaseSession session = await SessionAsync(database);
        await ResolveAsync(session, Topic);
        await CountAsync(database, Topic.Name);

        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => ResolveAsync(session, new ConfiguredIdentity("ours", Topic.Log)));

        Assert.Equal(
            "The log 'kafka/cluster/events/id-1' was counted before under the source name 'kafka/cluster/events/id-1', and this " +
            "process is configured to use 'ours'. Its records would be counted a second time. Remove the configured name " +
            "(Pathway:Kafka:SourceName) to go on from there, or run `./pathway reset --all` to start over.",
            refused.Message);
    }

    [Fact]
    public async Task A_name_of_which_nothing_was_counted_a_recreated_topic_and_a_topic_without_an_id_are_not_refused()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using DatabaseSession session = await SessionAsync(database);
        await ResolveAsync(session, new ConfiguredIdentity("unused", Topic.Log));
        await ResolveAsync(session, new ConfiguredIdentity("used", Topic.Log));
        await CountAsync(database, "used");

        Assert.Equal("other", await ResolveAsync(session, new ConfiguredIdentity("other", (Topic with { TopicId = "id-2" }).Log)));
        Assert.Equal("third", await ResolveAsync(session, new ConfiguredIdentity("third", (Topic with { TopicId = null }).Log)));
    }

    private static async Task<DatabaseSession> SessionAsync(PostgresForTests database)
    {
        var session = new DatabaseSession(new DatabaseOptions { ConnectionString = database.Url }, "pathway-test");
        await new SchemaMigrator(NullLogger<SchemaMigrator>.Instance).MigrateAsync(session, CancellationToken.None);
        return session;
    }

    private static Task CountAsync(PostgresForTests database, string name) => database.ExecuteAsync(
        $"INSERT INTO source_progress (source, partition, next_offset) VALUES ('{name}', 0, 1)");

    private static Task<string> ResolveAsync(DatabaseSession session, ISourceIdentity identity)
    {
        var retry = new DatabaseRetry(new DatabaseOptions(), TimeProvider.System, NullLogger<DatabaseRetry>.Instance);
        return new SourceIdentityResolver(
            new KnownSource(identity),
            new StateReader(session, new DatabaseOptions()),
            new SourceRegister(session, retry),
            retry,
            TimeProvider.System,
            NullLogger<SourceIdentityResolver>.Instance).ResolveAsync(CancellationToken.None);
    }

    /// <summary>A source of which only the identity is known.</summary>
    private sealed class KnownSource(ISourceIdentity identity) : ISource
    {
        public string Name => "events";

        public string Description => "Kafka topic 'events'";

        public string CreationAdvice => "Create it.";

        public Task<ISourceIdentity?> IdentifyAsync(CancellationToken cancellationToken) =>
            Task.FromResult<ISourceIdentity?>(identity);

        public Task<int?> CountPartitionsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public IPartitionedReader CreateSharedReader() => throw new NotSupportedException();

        public IAssignedReader CreateAssignedReader() => throw new NotSupportedException();

        public Task<IBoundedReader> OpenRangeAsync(string source, TimeRange range, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<LogEnds> FindEndsAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
