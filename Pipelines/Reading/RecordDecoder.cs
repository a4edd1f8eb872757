using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Runtime.Json;

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>Finds the values of columns in a record. Not thread-safe.</summary>
internal abstract class RecordDecoder
{
    /// <summary>Finds the values.</summary>
    /// <param name="record">The record.</param>
    /// <param name="metadata">What the source knows about it.</param>
    /// <param name="ranges">Receives the place of each column's value in <paramref name="text"/>.</param>
    /// <param name="text">The bytes to which the ranges belong, valid until the next call.</param>
    /// <param name="rejection">Why the record is rejected.</param>
    /// <returns>False if it is rejected.</returns>
    internal abstract bool TryDecode(
        ReadOnlySpan<byte> record,
        in RecordMetadata metadata,
        Span<JsonRange> ranges,
        out ReadOnlySpan<byte> text,
        out RecordRejection rejection);

    /// <summary>The decoder of a source.</summary>
    /// <param name="source">The source.</param>
    /// <param name="columns">The columns; the range of each has its number.</param>
    /// <param name="largestRecord">The limit of a record in bytes.</param>
    internal static RecordDecoder Of(SourceDefinition source, IReadOnlyList<SourceColumn> columns, int largestRecord) =>
        source.Csv is { } csv
            ? new CsvDecoder(csv, columns, largestRecord)
            : new JsonDecoder(columns, largestRecord);
}
