using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Files.Records;

/// <summary>RFC 4180 with a header, of which the bytes of records are delivered.</summary>
/// <param name="delimiter">What is between fields.</param>
/// <param name="fields">The names in the header.</param>
internal sealed class RawCsvFormat(byte delimiter, IReadOnlyList<string> fields) : RecordFormat
{
    internal override IReadOnlyList<string> Fields => fields;

    internal override int Count(ReadOnlySpan<byte> bytes, bool isEnd, out int length) =>
        CsvRecords.Count(bytes, isEnd, delimiter, out length);

    internal override RecordParser CreateParser(UserIdPool userIds, EventRules rules) => new RawCsvParser(delimiter, rules);
}
