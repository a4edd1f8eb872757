using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime;
using PathwayOrleans.Pipelines.Runtime.Text;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>The text of a key, and back.</summary>
internal static class KeyText
{
    internal static string Of(object[] values) => values is [string only] ? only
        : values is [var one] ? ValueText.Of(one)
        : CompositeKey.Of([.. values.Select(ValueText.Of)]);

    /// <summary>The key with a text.</summary>
    /// <exception cref="FormatException">The text is no key of these columns.</exception>
    internal static PipelineKey Parse(string text, IReadOnlyList<SourceColumn> columns)
    {
        try
        {
            // Another text of an equal value, such as 1.50 for 1.5, means the same key.
            string[] parts = CompositeKey.Split(text, columns.Count);
            object[] values = [.. parts.Select((part, i) => Normalized(Parse(part, columns[i].Type)))];
            return new PipelineKey(Of(values), values);
        }
        catch (EvaluationException e)
        {
            string names = string.Join(", ", columns.Select(column => column.Name));
            throw new FormatException($"'{text}' is not a key of {names}: {e.Message}", e);
        }
    }

    internal static object Read(Row row, int slot, SqlType type) => type switch
    {
        SqlType.Boolean => row.Read<bool>(slot),
        SqlType.Integer => row.Read<int>(slot),
        SqlType.BigInt => row.Read<long>(slot),
        SqlType.Real => row.Read<float>(slot),
        SqlType.Double => row.Read<double>(slot),
        SqlType.Numeric => row.Read<decimal>(slot),
        SqlType.Text => row.Read<string>(slot),
        SqlType.TimestampTz => row.Read<Timestamptz>(slot),
        SqlType.Date => row.Read<Date>(slot),
        SqlType.Uuid => row.Read<Guid>(slot),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A key column cannot have this type."),
    };

    /// <summary>Gives equal values the same bytes: a numeric without zeros at its end, no negative zero, one NaN.</summary>
    internal static void Normalize(Row row, int slot, SqlType type)
    {
        switch (type)
        {
            case SqlType.Numeric:
                row.Write(slot, Normalized(row.Read<decimal>(slot)));
                break;
            case SqlType.Double:
                row.Write(slot, Normalized(row.Read<double>(slot)));
                break;
            case SqlType.Real:
                row.Write(slot, Normalized(row.Read<float>(slot)));
                break;
        }
    }

    private static decimal Normalized(decimal value) => value / 1.0000000000000000000000000000m;

    private static double Normalized(double value) => double.IsNaN(value) ? double.NaN : value + 0.0;

    private static float Normalized(float value) => float.IsNaN(value) ? float.NaN : value + 0.0f;

    private static object Normalized(object value) => value switch
    {
        decimal number => Normalized(number),
        double number => Normalized(number),
        float number => Normalized(number),
        _ => value,
    };

    private static object Parse(string text, SqlType type) => type is SqlType.Interval or SqlType.Unknown
        ? throw new ArgumentOutOfRangeException(nameof(type), type, "A key column cannot have this type.")
        : ConstantText.Read(text, type);
}
