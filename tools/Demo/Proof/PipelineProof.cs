using Npgsql;
using PathwayOrleans.Pipelines.Oracle;

namespace PathwayOrleans.Demo.Proof;

/// <summary>
/// Compares the views and dead letters of a service with those that Postgres computes over the records of the topic.
/// </summary>
/// <param name="connection">A connection to the database.</param>
/// <param name="expected">The schema of a <see cref="PostgresOracle"/> that has computed the views.</param>
/// <param name="found">The schema of the service.</param>
internal sealed class PipelineProof(NpgsqlConnection connection, string expected, string found)
{
    private const int MaxDifferences = 10;

    private readonly ViewComparison _sql = new(expected, found);
    private readonly List<string> _differences = [];

    /// <summary>Compares everything.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="source">The name of the source, whose dead letters are compared.</param>
    /// <param name="cancellationToken">Stops early.</param>
    internal async Task<PipelineProofResult> CompareAsync(
        VerifiedPipeline pipeline, string source, CancellationToken cancellationToken)
    {
        var views = new List<ViewResult>();
        long? lost = null;
        long? duplicated = null;
        foreach (ExpectedView view in pipeline.Views)
        {
            object?[] row = (await ReadAsync(_sql.Summary(view), null, cancellationToken))[0];
            var result = new ViewResult(view.Name, (long)row[0]!, (long)row[1]!);
            views.Add(result);
            if (view.Count is not null)
            {
                lost = Math.Max(lost ?? 0, (long?)row[2] ?? 0);
                duplicated = Math.Max(duplicated ?? 0, (long?)row[3] ?? 0);
            }

            if (result.Mismatches > 0)
            {
                await DescribeAsync(view, cancellationToken);
            }
        }

        return new PipelineProofResult(
            lost, duplicated, views, await CompareLettersAsync(source, cancellationToken), _differences);
    }

    private async Task<IReadOnlyList<LetterResult>> CompareLettersAsync(string source, CancellationToken cancellationToken)
    {
        List<object?[]> rows = await ReadAsync(_sql.LetterSummary(), source, cancellationToken);
        LetterResult[] letters =
        [
            .. rows.Select(row => new LetterResult((string)row[0]!, (long)row[1]!, (long)row[2]!, (long)row[3]!)),
        ];
        if (Array.Exists(letters, reason => reason.Mismatches > 0))
        {
            foreach (object?[] row in await ReadAsync(_sql.LetterDifferences(MaxDifferences), source, cancellationToken))
            {
                string letter = $"dead letter {row[0]}/{row[1]} ({row[2]})";
                Differ((row[3], row[4]) switch
                {
                    (true, true) => $"{letter}: expected for {row[5]}, found for {row[6]}",
                    (true, _) => $"{letter}: missing",
                    _ => $"{letter}: not expected",
                });
            }
        }

        return letters;
    }

    private async Task DescribeAsync(ExpectedView view, CancellationToken cancellationToken)
    {
        foreach (object?[] row in await ReadAsync(_sql.Differences(view, MaxDifferences), null, cancellationToken))
        {
            (string?[]? wanted, string?[]? got) = ((string?[]?)row[0], (string?[]?)row[1]);
            string name = $"{view.Name} ({Describe(view, column => column.IsIdentity, (wanted ?? got)!)})";
            if (wanted is null || got is null)
            {
                string values = Describe(view, column => !column.IsIdentity, (wanted ?? got)!);
                Differ($"{name}: the row is {(got is null ? "missing" : "not expected")}: {values}");
                continue;
            }

            IEnumerable<string> changes = view.Columns.Index()
                .Where(column => wanted[column.Index] != got[column.Index] && !column.Item.IsIdentity)
                .Select(column =>
                    $"{column.Item.Name} is {got[column.Index] ?? "NULL"}, expected {wanted[column.Index] ?? "NULL"}");
            Differ($"{name}: {string.Join("; ", changes)}");
        }
    }

    private static string Describe(ExpectedView view, Func<ExpectedColumn, bool> which, string?[] values) => string.Join(
        ", ",
        view.Columns.Index().Where(column => which(column.Item))
            .Select(column => $"{column.Item.Name} {values[column.Index] ?? "NULL"}"));

    private async Task<List<object?[]>> ReadAsync(string sql, string? source, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        if (source is not null)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = source });
        }

        var rows = new List<object?[]>();
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i => reader.IsDBNull(i) ? null : reader.GetValue(i))]);
        }

        return rows;
    }

    private void Differ(string difference)
    {
        if (_differences.Count < MaxDifferences)
        {
            _differences.Add(difference);
        }
    }
}
