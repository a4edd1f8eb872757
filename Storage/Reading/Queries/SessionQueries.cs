using Npgsql;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Reading.Queries;

/// <summary>Statements on a session, each by itself. Does not retry.</summary>
public sealed class SessionQueries(DatabaseSession session) : IQueries
{
    public Task<IReadOnlyList<T>> ReadAsync<T>(Sql sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken) =>
        session.UseAsync((connection, token) => new ConnectionQueries(connection).ReadAsync(sql, read, token), cancellationToken);
}
