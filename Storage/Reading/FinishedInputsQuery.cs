using Npgsql;

namespace PathwayOrleans.Storage.Reading;

/// <summary>Which of some inputs are recorded as finished.</summary>
internal static class FinishedInputsQuery
{
    internal static async Task<HashSet<long>> RunAsync(
        NpgsqlConnection connection, long[] inputs, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            "SELECT number FROM sources WHERE number = ANY ($1) AND finished_at IS NOT NULL", connection);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = inputs });
        var finished = new HashSet<long>();
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            finished.Add(reader.GetInt64(0));
        }

        return finished;
    }
}
