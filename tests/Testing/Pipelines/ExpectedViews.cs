using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.Running;
using Xunit;

namespace PathwayOrleans.Testing.Pipelines;

/// <summary>
/// The rows of the views over records, computed in memory by a <see cref="PipelineRunner"/>, which the tests of pipelines compare
/// with Postgres.
/// </summary>
public sealed class ExpectedViews
{
    private readonly CompiledPipeline _pipeline;
    private readonly PipelineRunner _runner;

    public ExpectedViews(string sql)
    {
        _pipeline = CompiledPipeline.Compile(PipelineBinder.Bind(sql));
        _runner = new PipelineRunner(_pipeline);
    }

    /// <summary>The number of records that count.</summary>
    public long Counted => _runner.Counted;

    /// <summary>The number of records that pass no WHERE.</summary>
    public long NotCounted => _runner.NotCounted;

    /// <summary>Adds the records of a partition, from its first position on.</summary>
    /// <param name="source">The source.</param>
    /// <param name="partition">The partition.</param>
    /// <param name="records">The records.</param>
    /// <param name="fields">The names of their fields, if the source says them.</param>
    public ExpectedViews Add(
        string source, int partition, IReadOnlyList<byte[]> records, IReadOnlyList<string>? fields = null)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var identity = SourcePartition.Of(source, partition);
        for (int i = 0; i < records.Count; i++)
        {
            var metadata = new RecordMetadata { Timestamp = now, Partition = partition, Offset = i, Fields = fields };
            _runner.Process(identity, Position.FromOffset(i), records[i], metadata);
        }

        return this;
    }

    /// <summary>The tables of the database have exactly these rows, and it has as many dead letters of each reason.</summary>
    public async Task AssertEqualAsync(PostgresForTests database)
    {
        _runner.Flush();
        foreach (ViewTable table in _runner.Tables)
        {
            string columns = string.Join(
                ", ", table.View.Definition.Outputs.Select(output => Text(output, output.Name)));
            string[] actual = await database.RowsAsync($"SELECT {columns} FROM \"{table.View.Name}\"");
            string[] expected =
            [
                .. table.Rows.Select(row => string.Join(
                    '|', row.Values.Select(value => value is null ? "null" : ViewTable.TextOf(value)))),
            ];
            Assert.NotEmpty(expected);
            Assert.Equal(expected.Order(StringComparer.Ordinal), actual.Order(StringComparer.Ordinal));
        }

        Assert.Equal(
            _runner.DeadLetters.Count,
            await database.ScalarAsync<long>("SELECT count(*) FROM dead_letters"));
    }

    // As the texts of the runner, whatever the time zone of the session is.
    private static string Text(OutputColumn output, string name) => output.Expression.Type == SqlType.TimestampTz
        ? $"(\"{name}\" AT TIME ZONE 'UTC')::text || '+00'"
        : $"\"{name}\"::text";
}
