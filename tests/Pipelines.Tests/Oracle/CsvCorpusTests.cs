using System.Text;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.Running;

namespace PathwayOrleans.Pipelines.Tests.Oracle;

/// <summary>Records of CSV give the rows and the dead letters that the same values as JSON give.</summary>
public sealed class CsvCorpusTests
{
    private const int Events = 200;
    private const long Disorder = 600_000;

    // A text that is in quotes as a field.
    private const string Plain = "it's";
    private const string Quoted = "it's \"so\",\r\n\"\"";

    public static TheoryData<string> Pipelines => [.. Corpus.Names];

    [Theory]
    [MemberData(nameof(Pipelines))]
    public void The_rows_of_every_view_are_those_of_JSON(string name)
    {
        PipelineDefinition json = PipelineBinder.Bind(Corpus.Read(name));
        string[] fields =
            [.. json.Source.Columns.Where(column => column.Origin is MessageOrigin).Select(column => column.Name)];
        PipelineDefinition csv = json with
        {
            Source = json.Source with { Csv = new CsvDefinition(',', "", fields, IsNamed: false) },
        };
        var records = new RandomRecords(json.Source, json.KeyColumns, new Random(name.Length + 2));
        OracleEvent[] events = [.. records.Create(Events, Disorder).Select(WithQuotes)];
        PipelineRunner expected = Run(json, events, record => records.ToJson(record).ToJsonString());
        PipelineRunner actual = Run(csv, events, records.ToCsv);
        Assert.Equal(expected.Tables.Select(Rows), actual.Tables.Select(Rows));
        Assert.Equal(
            expected.DeadLetters.ByReason.Select(letters => (letters.Reason, letters.Count)),
            actual.DeadLetters.ByReason.Select(letters => (letters.Reason, letters.Count)));
        Assert.Equal(expected.NotCounted, actual.NotCounted);
        Assert.NotEqual(0, actual.Counted + actual.NotCounted);
    }

    private static OracleEvent WithQuotes(OracleEvent record) => record with
    {
        Values = record.Values.ToDictionary(entry => entry.Key, entry => entry.Value == Plain ? Quoted : entry.Value),
    };

    private static PipelineRunner Run(
        PipelineDefinition definition, IEnumerable<OracleEvent> events, Func<OracleEvent, string> message)
    {
        var runner = new PipelineRunner(CompiledPipeline.Compile(definition));
        foreach (OracleEvent record in events)
        {
            runner.Process(
                SourcePartition.Of("topic", record.Partition),
                Position.FromOffset(record.Position),
                Encoding.UTF8.GetBytes(message(record)),
                new RecordMetadata
                {
                    Timestamp = record.Stored,
                    Partition = record.Partition,
                    Offset = record.Position,
                });
        }

        runner.Flush();
        return runner;
    }

    private static string[] Rows(ViewTable table) =>
    [
        .. table.Rows.Select(row => string.Join(
            '|', row.Values.Select(value => value is null ? "null" : ViewTable.TextOf(value)))),
    ];
}
