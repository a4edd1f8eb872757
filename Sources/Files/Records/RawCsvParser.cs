using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Files.Records;

/// <summary>Finds the records of CSV whose bytes are delivered as they are. Line ends in quotes do not end a record.</summary>
internal sealed class RawCsvParser(byte delimiter, EventRules rules) : LineParser(rules)
{
    protected override int EndOfFirst(ReadOnlySpan<byte> bytes) => CsvRecords.EndOfFirst(bytes, delimiter);
}
