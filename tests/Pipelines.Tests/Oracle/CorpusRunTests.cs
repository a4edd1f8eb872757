using System.Globalization;
using System.Text;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Oracle;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.Running;

namespace PathwayOrleans.Pipelines.Tests.Oracle;

/// <summary>
/// The rows that are maintained record by record are those that Postgres computes by the same SELECT over all records.
/// </summary>
[Trait("Tier", "Slow")]
public sealed class CorpusRunTests
{
    private const int Events = 600;
    private const long Disorder = 600_000;

    public static TheoryData<string> Pipelines => [.. Corpus.Names];

    [Theory]
    [MemberData(nameof(Pipelines))]
    public async Task The_rows_of_every_view_are_those_of_Postgres(string name)
    {
        PipelineDefinition definition = PipelineBinder.Bind(Corpus.Read(name));
        var records = new RandomRecords(definition.Source, definition.KeyColumns, new Random(name.Length + 1));
        List<OracleEvent> events = records.Create(Events, Disorder);
        PipelineRunner runner = Run(definition, records, events);

        await using CorpusOracle oracle = await CorpusOracle.CreateAsync();
        IReadOnlyList<(int Partition, long Position)> failed = await oracle.LoadAsync(definition, events);
        Assert.Equal(failed.Count, runner.DeadLetters.ByReason
            .Where(letters => letters.Reason == RecordReasons.EvaluationFailed).Sum(letters => letters.Count));
        Assert.Equal(0, runner.Skipped);
        foreach ((ViewTable table, MaterializedViewDefinition view) in runner.Tables.Zip(definition.MaterializedViews))
        {
            AssertSame(view, await oracle.QueryAsync(view), table);
        }
    }

    private static PipelineRunner Run(PipelineDefinition definition, RandomRecords records, List<OracleEvent> events)
    {
        var runner = new PipelineRunner(CompiledPipeline.Compile(definition));
        foreach (OracleEvent record in events)
        {
            runner.Process(
                SourcePartition.Of("topic", record.Partition),
                Position.FromOffset(record.Position),
                Encoding.UTF8.GetBytes(records.ToJson(record).ToJsonString()),
                new RecordMetadata
                {
                    Timestamp = record.Stored,
                    Partition = record.Partition,
                    Offset = record.Position,
                    HasKey = record.Key is not null,
                    Key = Encoding.UTF8.GetBytes(record.Key ?? ""),
                    Headers = new SameHeader(record.Header),
                });
        }

        runner.Flush();
        return runner;
    }

    private static void AssertSame(MaterializedViewDefinition view, OracleResult expected, ViewTable table)
    {
        int[] identity =
        [
            .. view.Outputs.Index().Where(output => output.Item.Expression is BoundKey or BoundWindowBound)
                .Select(output => output.Index),
        ];
        List<string?[]> rows =
        [
            .. table.Rows.Select(row => row.Values.Select(value => value is null ? null : ViewTable.TextOf(value)).ToArray()),
        ];
        Dictionary<string, string?[]> actual = rows.ToDictionary(IdentityOf);
        Assert.Equal(
            expected.Rows.Select(IdentityOf).Order(StringComparer.Ordinal), actual.Keys.Order(StringComparer.Ordinal));
        foreach (string?[] row in expected.Rows)
        {
            string?[] own = actual[IdentityOf(row)];
            for (int i = 0; i < row.Length; i++)
            {
                Assert.True(
                    IsSame(row[i], own[i], expected.Columns[i]),
                    $"{view.Name}.{expected.Columns[i].Name} of {IdentityOf(row)}: Postgres {row[i] ?? "NULL"}, own {own[i] ?? "NULL"}");
            }
        }

        string IdentityOf(string?[] row) => string.Join('|', identity.Select(i => row[i]));
    }

    private static bool IsSame(string? expected, string? actual, ExpectedColumn column)
    {
        if (expected == actual)
        {
            return true;
        }

        if (!double.TryParse(expected, NumberStyles.Float, CultureInfo.InvariantCulture, out double right)
            || !double.TryParse(actual, NumberStyles.Float, CultureInfo.InvariantCulture, out double own))
        {
            return false;
        }

        double error = Math.Abs(own - right) / Math.Max(Math.Abs(right), double.Epsilon);
        return error <= OracleTolerances.ErrorOf(column)
            && (column.Tolerance != OracleTolerance.DistinctCount || right > OracleTolerances.ExactDistinct);
    }

    // The source asks for one header, whatever its name.
    private sealed class SameHeader(string? value) : IRecordHeaders
    {
        public byte[]? Find(string name) => value is null ? null : Encoding.UTF8.GetBytes(value);
    }
}
