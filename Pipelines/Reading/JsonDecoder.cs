using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Runtime.Json;

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>Finds the values of columns at their paths.</summary>
internal sealed class JsonDecoder(IReadOnlyList<SourceColumn> columns, int largestRecord) : RecordDecoder
{
    private readonly JsonExtractor _extractor =
        new([.. columns.Select(column => ((MessageOrigin)column.Origin).Path!)], largestRecord);

    internal override bool TryDecode(
        ReadOnlySpan<byte> record,
        in RecordMetadata metadata,
        Span<JsonRange> ranges,
        out ReadOnlySpan<byte> text,
        out RecordRejection rejection)
    {
        text = record;
        if (_extractor.TryExtract(record, ranges, out JsonFailure failure))
        {
            rejection = default;
            return true;
        }

        rejection = new RecordRejection(
            failure.Reason == JsonFailureReason.TooLarge ? RecordReasons.TooLarge : RecordReasons.InvalidJson,
            null,
            failure.Detail);
        return false;
    }
}
