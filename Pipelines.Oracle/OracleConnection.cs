using System.Globalization;
using System.Text;
using Npgsql;

namespace PathwayOrleans.Pipelines.Oracle;

/// <summary>Runs statements whose values are texts.</summary>
internal sealed class OracleConnection(NpgsqlConnection connection)
{
    internal async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (PostgresException e)
        {
            throw new InvalidOperationException($"Postgres cannot compute what is expected: {e.MessageText} in: {sql}", e);
        }
    }

    internal async Task<List<string?[]>> RowsAsync(string sql, CancellationToken cancellationToken)
    {
        var rows = new List<string?[]>();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i)
                ? null
                : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture))]);
        }

        return rows;
    }

    /// <summary>Copies rows of texts into a table; null is NULL.</summary>
    internal async Task CopyAsync(string sql, IReadOnlyCollection<string?[]> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await using TextWriter writer = await connection.BeginTextImportAsync(sql, cancellationToken);
        var line = new StringBuilder();
        foreach (string?[] row in rows)
        {
            line.Clear();
            for (int i = 0; i < row.Length; i++)
            {
                line.Append(i == 0 ? "" : "\t");
                Append(line, row[i]);
            }

            await writer.WriteAsync(line.Append('\n'), cancellationToken);
        }
    }

    private static void Append(StringBuilder line, string? value)
    {
        if (value is null)
        {
            line.Append(@"\N");
            return;
        }

        foreach (char character in value)
        {
            _ = character switch
            {
                '\\' => line.Append(@"\\"),
                '\t' => line.Append(@"\t"),
                '\n' => line.Append(@"\n"),
                '\r' => line.Append(@"\r"),
                _ => line.Append(character),
            };
        }
    }
}
