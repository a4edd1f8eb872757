using Microsoft.Extensions.Logging.Abstractions;
using PathwayOrleans.Configuration;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.Sources;
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
    private const string Log = "kafka/cluster/events/id-1";

    [Theory]
    [InlineData("ours", Log)]
    [InlineData(Log, "ours")]
    public async Task A_topic_that_was_counted_under_another_name_is_refused(string before, string now)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using DatabaseSession session = await SessionAsync(database);
        Assert.Equal(before, await ResolveAsync(session, before, Log));
        await CountAsync(database, before);

        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => ResolveAsync(session, now, Log));

        Assert.Equal($"counted as {before}", refused.Message);
        Assert.Equal(before, await ResolveAsync(session, before, Log));
    }

    [Fact]
    public async Task A_name_of_which_nothing_was_counted_another_log_and_an_unknown_one_are_not_refused()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using DatabaseSession session = await SessionAsync(database);
        await ResolveAsync(session, "unused", Log);
        await ResolveAsync(session, "used", Log);
        await CountAsync(database, "used");

        Assert.Equal("other", await ResolveAsync(session, "other", "kafka/cluster/events/id-2"));
        Assert.Equal("third", await ResolveAsync(session, "third", null));
    }

    private static async Task<DatabaseSession> SessionAsync(PostgresForTests database)
    {
        var session = new DatabaseSession(new DatabaseOptions { ConnectionString = database.Url }, "pathway-test");
        await new SchemaMigrator(NullLogger<SchemaMigrator>.Instance).MigrateAsync(session, CancellationToken.None);
        return session;
    }

    private static Task CountAsync(PostgresForTests database, string name) => database.ExecuteAsync(
        $"INSERT INTO source_progress (source, partition, next_offset) VALUES ('{name}', 0, 1)");

    private static Task<string> ResolveAsync(DatabaseSession session, string name, string? log)
    {
        var retry = new DatabaseRetry(new DatabaseOptions(), TimeProvider.System, NullLogger<DatabaseRetry>.Instance);
        return new SourceIdentityResolver(
            new KnownSource(new Identity(name, log)),
            new StateReader(session, new DatabaseOptions()),
            new SourceRegister(session, retry),
            retry,
            TimeProvider.System,
            NullLogger<SourceIdentityResolver>.Instance).ResolveAsync(CancellationToken.None);
    }

    private sealed record Identity(string Name, string? Log) : ISourceIdentity
    {
        public string? IncarnationPrefix => null;

        public bool IsAccepted => false;

        public string DescribeRecreation(string earlier) => throw new NotSupportedException();

        public string DescribeOtherName(string other) => $"counted as {other}";
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
