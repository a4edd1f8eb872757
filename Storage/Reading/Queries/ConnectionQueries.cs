using Npgsql;

namespace PathwayOrleans.Storage.Reading.Queries;

/// <summary>Runs statements on a connection, in its current transaction if there is one.</summary>
public sealed class ConnectionQueries(NpgsqlConnection connection) : IQueries
{
    public async Task<IReadOnlyList<T>> ReadAsync<T>(Sql sql, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(sql);
        await using NpgsqlCommand command = connection.CreateCommand();
        command.CommandText = sql.Write(command.Parameters);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        return await CollectAsync(reader, read, cancellationToken);
    }

    internal static async Task<List<T>> CollectAsync<T>(
        NpgsqlDataReader reader, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(read);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
