using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime;
using PathwayOrleans.Pipelines.Runtime.Json;

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>Converts a JSON value.</summary>
internal delegate T JsonConversion<T>(ReadOnlySpan<byte> value, JsonKind kind);

/// <summary>Reads one column of a message into its slot.</summary>
internal abstract class ColumnReader
{
    internal required SourceColumn Column { get; init; }

    /// <summary>Its slot; -1 for a column of which only the presence is checked.</summary>
    internal required int Slot { get; init; }

    /// <summary>Its value where it is absent; null for NULL.</summary>
    internal required SlotExpression? Default { get; init; }

    internal MessageOrigin Origin => (MessageOrigin)Column.Origin;

    /// <summary>Reads the value; false if the record is rejected.</summary>
    internal bool TryRead(ReadOnlySpan<byte> record, JsonRange range, Row row, out RecordRejection rejection)
    {
        rejection = default;
        if (!range.IsNull)
        {
            return Slot < 0 || TryConvert(range.Of(record), range.Kind, row, out rejection);
        }

        Default?.Evaluate(row);
        if (Origin.IsRequired && (Default is null || !row.HasValue(Slot)))
        {
            rejection = new RecordRejection(
                RecordReasons.Missing,
                Column.Name,
                $"the message has no value at {Origin.Path}{(range.Kind == JsonKind.Null ? " but null" : "")}");
            return false;
        }

        return true;
    }

    /// <summary>Converts a value that is there.</summary>
    protected abstract void Convert(ReadOnlySpan<byte> value, JsonKind kind, Row row);

    private bool TryConvert(ReadOnlySpan<byte> value, JsonKind kind, Row row, out RecordRejection rejection)
    {
        rejection = default;
        try
        {
            Convert(value, kind, row);
            return true;
        }
        catch (EvaluationException e)
        {
            row.WriteNull(Slot);
            rejection = new RecordRejection(RecordReasons.Invalid, Column.Name, e.Message);
            return Origin.IsNullOnError;
        }
    }
}

/// <summary>Reads a column of another type than text.</summary>
internal sealed class ValueColumnReader<T>(JsonConversion<T> convert) : ColumnReader
{
    protected override void Convert(ReadOnlySpan<byte> value, JsonKind kind, Row row) => row.Write(Slot, convert(value, kind));
}

/// <summary>Reads a text. Equal bytes are equal texts, so the pool is asked before they are decoded.</summary>
internal sealed class TextColumnReader(TextPool texts) : ColumnReader
{
    protected override void Convert(ReadOnlySpan<byte> value, JsonKind kind, Row row)
    {
        if (!texts.TryGet(value, out string? text))
        {
            text = JsonScalars.ToText(value, kind);
            texts.Add(value, text);
        }

        row.Write(Slot, text);
    }
}

/// <summary>Checks that a column has a value, which nothing needs.</summary>
internal sealed class PresenceReader : ColumnReader
{
    protected override void Convert(ReadOnlySpan<byte> value, JsonKind kind, Row row)
    {
    }
}
