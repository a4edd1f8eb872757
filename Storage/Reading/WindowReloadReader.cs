using Npgsql;
using NpgsqlTypes;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Reading;

/// <summary>
/// Loads rows of windows that were evicted from users' states, of many users with one statement. The caller must have made
/// all changes of these users durable. Does not retry.
/// </summary>
public sealed class WindowReloadReader(DatabaseSession session)
{
    private const string Sql =
        """
        SELECT place, window_start, window_end, count, total_value, min_value, max_value, first_time, last_time
        FROM pathway_recall($1, $2, $3, $4, $5)
        ORDER BY place, window_start
        """;

    /// <summary>Returns one answer per request, in the order of the requests.</summary>
    public Task<IReadOnlyList<WindowAggregate>[]> ReadAsync(
        IReadOnlyList<(string UserId, WindowReload Reload)> questions, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(questions);
        return session.ReadAsync(
            async (connection, token) =>
            {
                await using var command = new NpgsqlCommand(Sql, connection);
                AddArray(command, NpgsqlDbType.Text, questions, question => question.UserId);
                AddArray(command, NpgsqlDbType.Text, questions, question => question.Reload.Name);
                AddArray(command, NpgsqlDbType.Bigint, questions, question => question.Reload.ScanFrom);
                AddArray(command, NpgsqlDbType.Bigint, questions, question => question.Reload.From);
                AddArray(command, NpgsqlDbType.Bigint, questions, question => question.Reload.To);
                var answers = new List<WindowAggregate>[questions.Count];
                for (int i = 0; i < answers.Length; i++)
                {
                    answers[i] = [];
                }

                await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                {
                    answers[reader.GetInt32(0)].Add(Read(reader));
                }

                return Array.ConvertAll(answers, IReadOnlyList<WindowAggregate> (rows) => rows);
            },
            cancellationToken);
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
