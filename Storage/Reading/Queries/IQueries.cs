using Npgsql;

namespace PathwayOrleans.Storage.Reading.Queries;

/// <summary>Runs statements that read. An implementation decides on which connection, in which transaction and for how long.</summary>
public interface IQueries
{
    /// <summary>Runs a statement and gives its rows.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="read">Makes a row of what the reader stands on.</param>
    /// <param name="cancellationToken">Ends the statement.</param>
    Task<IReadOnlyList<T>> ReadAsync<T>(Sql sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken);
}
