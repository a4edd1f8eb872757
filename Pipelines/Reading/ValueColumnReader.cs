using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime.Json;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>Converts a JSON value.</summary>
internal delegate T JsonConversion<T>(ReadOnlySpan<byte> value, JsonKind kind);

/// <summary>Reads a column of another type than text.</summary>
internal class ValueColumnReader<T>(JsonConversion<T> convert) : ColumnReader
{
    protected override void Convert(ReadOnlySpan<byte> value, JsonKind kind, Row row) => row.Write(Slot, convert(value, kind));
}

/// <summary>Reads a bigint.</summary>
internal sealed class BigintReader() : ValueColumnReader<long>(JsonScalars.ToBigint)
{
    protected override bool TryConvertPlain(ReadOnlySpan<byte> value, JsonKind kind, Row row)
    {
        bool isPlain = PlainScalars.TryBigint(value, kind, out long number);
        if (isPlain)
        {
            row.Write(Slot, number);
        }

        return isPlain;
    }
}

/// <summary>Reads a double precision.</summary>
internal sealed class DoubleReader() : ValueColumnReader<double>(JsonScalars.ToDouble)
{
    protected override bool TryConvertPlain(ReadOnlySpan<byte> value, JsonKind kind, Row row)
    {
        bool isPlain = PlainScalars.TryDouble(value, kind, out double number);
        if (isPlain)
        {
            row.Write(Slot, number);
        }

        return isPlain;
    }
}

/// <summary>Reads a numeric.</summary>
internal sealed class NumericReader() : ValueColumnReader<decimal>(JsonScalars.ToNumeric)
{
    protected override bool TryConvertPlain(ReadOnlySpan<byte> value, JsonKind kind, Row row)
    {
        bool isPlain = PlainScalars.TryNumeric(value, kind, out decimal number);
        if (isPlain)
        {
            row.Write(Slot, number);
        }

        return isPlain;
    }
}

/// <summary>Reads a timestamptz without a declared format.</summary>
internal sealed class TimestamptzReader() : ValueColumnReader<Timestamptz>(
    static (value, kind) => JsonScalars.ToTimestamptz(value, kind, TimeFormat.Any))
{
    protected override bool TryConvertPlain(ReadOnlySpan<byte> value, JsonKind kind, Row row)
    {
        bool isPlain = PlainScalars.TryTimestamptz(value, kind, out Timestamptz time);
        if (isPlain)
        {
            row.Write(Slot, time);
        }

        return isPlain;
    }
}
