using Microsoft.Extensions.Logging.Abstractions;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>Reads and writes the rows like the standalone engine: with <c>pathway_load</c> and <c>pathway_commit</c>.</summary>
internal sealed class Commits : IAsyncDisposable
{
    private readonly DatabaseSession _session;
    private readonly CommitWriter _writer;
    private readonly StateReader _reader;
    private readonly UserStateCodec _codec = new();

    private Commits(DatabaseOptions options)
    {
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
        var commits = new Commits(new DatabaseOptions { ConnectionString = database.Url });
        await new SchemaMigrator(NullLogger<SchemaMigrator>.Instance).MigrateAsync(commits._session, CancellationToken.None);
        await commits._writer.RegisterAsync(CancellationToken.None);
        return commits;
    }

    internal async Task<(UserState State, int Version)[]> LoadAsync(IReadOnlyList<string> userIds) =>
    [
        .. (await _reader.LoadUsersAsync(userIds, CancellationToken.None)).Zip(userIds, (stored, userId) => (
            stored.Payload is null ? new UserState(userId) : UserStateCodec.Decode(stored.Payload, userId), stored.Version)),
    ];

    internal async Task<CommitOutcome> WriteAsync(params IEnumerable<(UserState State, int Version)> users)
    {
        var batch = new CommitBatch();
        batch.Users.AddRange(users.Select(user => new UserWrite(
            user.State.UserId!, user.Version, _codec.Encode(user.State), user.State.Count, user.State.TotalValue,
            user.State.LastEventTime)));
        return await _writer.CommitAsync(batch, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        _codec.Dispose();
        await _session.DisposeAsync();
    }
}
