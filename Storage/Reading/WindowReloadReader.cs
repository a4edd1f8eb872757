using Npgsql;
using NpgsqlTypes;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Reading;

/// <summary>
/// Loads rows of windows that were evicted from users' states, of many users with one statement. The caller must have made
/// all changes of these users durable. Does not retry.
/// </summary>
internal sealed class WindowReloadReader(DatabaseSession session)
{
    private const string Sql =
        """
        SELECT place, window_start, window_end, count, total_value, min_value, max_value, first_time, last_time
        FROM pathway_recall($1, $2, $3, $4, $5)
        ORDER BY place, window_start
        LIMIT $6
        """;

    // About 20 MB in memory.
    private const int DefaultMaxRows = 200_000;

    /// <summary>The maximum number of rows of one statement, unless a single request has more.</summary>
    internal int MaxRows { get; init; } = DefaultMaxRows;

    /// <summary>
    /// Returns one answer for each of the first requests, at least one. The others were left out because of the number of rows.
    /// </summary>
    public Task<IReadOnlyList<WindowAggregate>[]> ReadAsync(
        IReadOnlyList<(string UserId, WindowReload Reload)> questions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(questions);
        return session.ReadAsync(
            async (connection, token) =>
            {
                List<WindowAggregate>[] answers = await ReadAsync(connection, questions, MaxRows, token);
                return Array.ConvertAll(
                    answers.Length > 0 ? answers : await ReadAsync(connection, [questions[0]], long.MaxValue, token),
                    IReadOnlyList<WindowAggregate> (rows) => rows);
            },
            cancellationToken);
    }

    private static async Task<List<WindowAggregate>[]> ReadAsync(
        NpgsqlConnection connection,
        IReadOnlyList<(string UserId, WindowReload Reload)> questions,
        long maxRows,
        CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Sql, connection);
        AddArray(command, NpgsqlDbType.Text, questions, question => question.UserId);
        AddArray(command, NpgsqlDbType.Text, questions, question => question.Reload.Name);
        AddArray(command, NpgsqlDbType.Bigint, questions, question => question.Reload.ScanFrom);
        AddArray(command, NpgsqlDbType.Bigint, questions, question => question.Reload.From);
        AddArray(command, NpgsqlDbType.Bigint, questions, question => question.Reload.To);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = maxRows });
        var answers = new List<WindowAggregate>[questions.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            answers[i] = [];
        }

        long rows = 0;
        int last = 0;
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            last = reader.GetInt32(0);
            answers[last].Add(Read(reader));
            rows++;
        }

        // At the limit, the last answer may be incomplete.
        return rows < maxRows ? answers : answers[..last];
    }

    private static WindowAggregate Read(NpgsqlDataReader reader) => new(
        reader.GetInt64(1), reader.GetInt64(2), reader.GetInt64(3), reader.GetDouble(4), reader.GetDouble(5), reader.GetDouble(6),
        reader.GetInt64(7), reader.GetInt64(8));

    private static void AddArray<T>(
        NpgsqlCommand command,
        NpgsqlDbType elementType,
        IReadOnlyList<(string UserId, WindowReload Reload)> questions,
        Func<(string UserId, WindowReload Reload), T> column) => command.Parameters.Add(new NpgsqlParameter<T[]>
        {
            NpgsqlDbType = NpgsqlDbType.Array | elementType,
            TypedValue = [.. questions.Select(column)],
        });
}
