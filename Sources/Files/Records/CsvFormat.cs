using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Files.Records;

/// <summary>Events in RFC 4180 with a header. CR is optional at line ends, and empty lines are skipped.</summary>
internal sealed class CsvFormat(CsvHeader header) : RecordFormat
{
    internal override int Count(ReadOnlySpan<byte> bytes, bool isEnd, out int length) =>
        CsvRecords.Count(bytes, isEnd, CsvRecords.Comma, out length);

    internal override RecordParser CreateParser(UserIdPool userIds, EventRules rules) => new CsvParser(header, userIds, rules);
}
