using Npgsql;

namespace PathwayOrleans.Storage.Reading.Queries;

/// <summary>Runs read statements. The implementation decides on the connection, the transaction and the time limit.</summary>
public interface IQueries
{
    /// <summary>Runs a statement and returns its rows.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="read">Converts the reader's current row.</param>
    /// <param name="cancellationToken">Cancels the statement.</param>
    Task<IReadOnlyList<T>> ReadAsync<T>(Sql sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken);
}
