using System.Text;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Runtime.Csv;
using PathwayOrleans.Pipelines.Runtime.Json;

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>Finds the values of columns in the fields of their names.</summary>
internal sealed class CsvDecoder : RecordDecoder
{
    private readonly CsvExtractor _extractor;
    private readonly IReadOnlyList<SourceColumn> _columns;
    private readonly int _largest;
    private readonly int[] _declared;

    // The fields that the source said last.
    private IReadOnlyList<string> _fields = [];
    private int[] _targets = [];

    internal CsvDecoder(CsvDefinition csv, IReadOnlyList<SourceColumn> columns, int largestRecord)
    {
        _extractor = new CsvExtractor((byte)csv.Delimiter, Encoding.UTF8.GetBytes(csv.NullText));
        _columns = columns;
        _largest = largestRecord;
        _declared = Targets(csv.Fields);
    }

    internal override bool TryDecode(
        ReadOnlySpan<byte> record,
        in RecordMetadata metadata,
        Span<JsonRange> ranges,
        out ReadOnlySpan<byte> text,
        out RecordRejection rejection)
    {
        if (record.Length > _largest)
        {
            text = default;
            rejection = new RecordRejection(
                RecordReasons.TooLarge, null, $"{record.Length} bytes are more than the limit of {_largest}");
            return false;
        }

        int[] targets = metadata.Fields is { } fields ? TargetsOf(fields) : _declared;
        if (_extractor.TryExtract(record, targets, ranges, out text, out string? problem))
        {
            rejection = default;
            return true;
        }

        rejection = new RecordRejection(RecordReasons.InvalidCsv, null, problem);
        return false;
    }

    // Records that follow one another are usually of one file. Those that crossed a network have lists of their own.
    private int[] TargetsOf(IReadOnlyList<string> fields)
    {
        if (!ReferenceEquals(fields, _fields))
        {
            _targets = fields.SequenceEqual(_fields) ? _targets : Targets(fields);
            _fields = fields;
        }

        return _targets;
    }

    private int[] Targets(IReadOnlyList<string> fields)
    {
        int[] targets = [.. Enumerable.Repeat(-1, fields.Count)];
        for (int column = 0; column < _columns.Count; column++)
        {
            for (int field = 0; field < fields.Count; field++)
            {
                if (fields[field] == _columns[column].Name)
                {
                    targets[field] = column;
                    break;
                }
            }
        }

        return targets;
    }
}
