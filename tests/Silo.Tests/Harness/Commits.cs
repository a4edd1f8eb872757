using Microsoft.Extensions.Logging.Abstractions;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Storage.Views;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>Reads and writes the rows like the standalone engine: with <c>pathway_load</c> and <c>pathway_commit</c>.</summary>
internal sealed class Commits : IAsyncDisposable
{
    private readonly DatabaseSession _session;
    private readonly CommitWriter _writer;
    private readonly StateReader _reader;
    private readonly ViewBuffers _buffers;

    private Commits(DatabaseOptions options, RegisteredPipeline pipeline)
    {
        _buffers = new ViewBuffers(pipeline);
        _session = new DatabaseSession(options, "pathway-writer");
        _writer = new CommitWriter(
            _session,
            new DatabaseRetry(options, TimeProvider.System, NullLogger<DatabaseRetry>.Instance),
            options,
            TimeProvider.System,
            NullLogger<CommitWriter>.Instance);
        _reader = new StateReader(_session, options);
    }

    internal static async Task<Commits> StartAsync(PostgresForTests database)
    {
        var options = new DatabaseOptions { ConnectionString = database.Url };
        await using var session = new DatabaseSession(options, "pathway-migrate");
        var commits = new Commits(options, await PrepareAsync(session, options));
        await commits._writer.RegisterAsync(CancellationToken.None);
        return commits;
    }

    /// <summary>Brings the schema up to date and registers the built-in pipeline.</summary>
    internal static async Task<RegisteredPipeline> PrepareAsync(DatabaseSession session, DatabaseOptions options)
    {
        await new SchemaMigrator(NullLogger<SchemaMigrator>.Instance).MigrateAsync(session, CancellationToken.None);
        return await new PipelineRegistry(
            session,
            new DatabaseRetry(options, TimeProvider.System, NullLogger<DatabaseRetry>.Instance),
            NullLogger<PipelineRegistry>.Instance).RegisterAsync(
                BuiltInPipeline.Definition, TimeSpan.FromMinutes(1), CancellationToken.None);
    }

    internal async Task<(CountedUser State, int Version)[]> LoadAsync(IReadOnlyList<string> userIds) =>
    [
        .. (await _reader.LoadUsersAsync(userIds, CancellationToken.None)).Zip(userIds, (stored, userId) => (
            stored.Payload is null ? new CountedUser(userId) : new CountedUser(stored.Payload, userId), stored.Version)),
    ];

    internal async Task<CommitOutcome> WriteAsync(params IEnumerable<(CountedUser State, int Version)> users)
    {
        using var codec = new KeyStateCodec();
        var batch = new CommitBatch();
        batch.Users.AddRange(users.Select(user => new UserWrite(
            user.State.UserId!, user.Version, codec.Encode(user.State.State!))
        { Changes = user.State.Changes }));
        _buffers.Fill(batch, id => [id]);
        return await _writer.CommitAsync(batch, CancellationToken.None);
    }

    public async ValueTask DisposeAsync() => await _session.DisposeAsync();
}
