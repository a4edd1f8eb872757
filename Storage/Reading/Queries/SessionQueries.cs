using Npgsql;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Reading.Queries;

/// <summary>Runs statements on a session, each in its own transaction. Does not retry.</summary>
public sealed class SessionQueries(DatabaseSession session) : IQueries
{
    public Task<IReadOnlyList<T>> ReadAsync<T>(Sql sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        session.ReadAsync(
            (connection, token) => new ConnectionQueries(connection).ReadAsync(sql, read, token), cancellationToken);
}
