using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime;
using PathwayOrleans.Pipelines.Runtime.Json;

namespace PathwayOrleans.Pipelines.Reading;

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
    /// <param name="record">The bytes in which the value is.</param>
    /// <param name="range">Where it is, and what.</param>
    /// <param name="row">Receives it.</param>
    /// <param name="rejection">Why the record is rejected.</param>
    internal bool TryRead(ReadOnlySpan<byte> record, JsonRange range, Row row, out RecordRejection rejection)
    {
        rejection = default;
        return range.IsNull ? TryReadNull(range.Kind, row, out rejection)
            : TryConvertPlain(range.Of(record), range.Kind, row) || TryConvert(range.Of(record), range.Kind, row, out rejection);
    }

    /// <summary>Converts a value that is there.</summary>
    protected abstract void Convert(ReadOnlySpan<byte> value, JsonKind kind, Row row);

    /// <summary>
    /// Converts a value in the usual form, without an exception; false for other values, which <see cref="Convert"/> decides
    /// about.
    /// </summary>
    protected virtual bool TryConvertPlain(ReadOnlySpan<byte> value, JsonKind kind, Row row) => false;

    private bool TryReadNull(JsonKind kind, Row row, out RecordRejection rejection)
    {
        rejection = default;
        Default?.Evaluate(row);
        if (Origin.IsRequired && (Default is null || !row.HasValue(Slot)))
        {
            rejection = new RecordRejection(RecordReasons.Missing, Column.Name, DescribeNull(kind));
            return false;
        }

        return true;
    }

    private string DescribeNull(JsonKind kind) => (Origin.Path, kind) switch
    {
        (null, JsonKind.Null) => $"the field '{Column.Name}' is NULL",
        (null, _) => $"the record has no field '{Column.Name}'",
        ({ } path, JsonKind.Null) => $"the message has no value at {path} but null",
        ({ } path, _) => $"the message has no value at {path}",
    };

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

/// <summary>Checks that a column has a value, which nothing needs.</summary>
internal sealed class PresenceReader : ColumnReader
{
    protected override bool TryConvertPlain(ReadOnlySpan<byte> value, JsonKind kind, Row row) => true;

    protected override void Convert(ReadOnlySpan<byte> value, JsonKind kind, Row row)
    {
    }
}
