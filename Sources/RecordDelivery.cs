namespace PathwayOrleans.Sources;

/// <summary>In which form readers deliver records.</summary>
/// <param name="IsRaw">
/// Whether a record is delivered as its bytes (<see cref="SourceRecord.Content"/>), and not as a parsed event.
/// </param>
/// <param name="HasKey">Whether the keys of raw records are needed.</param>
/// <param name="Headers">The names of the headers of raw records that are needed.</param>
public sealed record RecordDelivery(bool IsRaw, bool HasKey, IReadOnlyList<string> Headers)
{
    /// <summary>Parsed events.</summary>
    public static RecordDelivery Events { get; } = new(IsRaw: false, HasKey: false, Headers: []);

    /// <summary>How raw records of CSV are written; null if they are JSON.</summary>
    public CsvRecordFormat? Csv { get; init; }
}
