using System.Text.Encodings.Web;
using System.Text.Json;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime;
using PathwayOrleans.Pipelines.Runtime.Functions;
using PathwayOrleans.Pipelines.Runtime.Text;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>The text of a key, and back.</summary>
internal static class KeyText
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static string Of(object[] values) => values is [string only] ? only
        : values is [var one] ? ValueText.Of(one)
        : JsonSerializer.Serialize(values.Select(ValueText.Of), Readable);

    /// <summary>The key with a text.</summary>
    /// <exception cref="FormatException">The text is no key of these columns.</exception>
    internal static PipelineKey Parse(string text, IReadOnlyList<SourceColumn> columns)
    {
        try
        {
            string[] parts = columns.Count == 1 ? [text] : JsonSerializer.Deserialize<string[]>(text) ?? [];
            return parts.Length == columns.Count
                ? new PipelineKey(text, [.. parts.Select((part, i) => Parse(part, columns[i].Type))])
                : throw new FormatException($"'{text}' has {parts.Length} values; the key has {columns.Count} columns.");
        }
        catch (Exception e) when (e is JsonException or EvaluationException)
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
                row.Write(slot, row.Read<decimal>(slot) / 1.0000000000000000000000000000m);
                break;
            case SqlType.Double:
                double number = row.Read<double>(slot);
                row.Write(slot, double.IsNaN(number) ? double.NaN : number + 0.0);
                break;
            case SqlType.Real:
                float real = row.Read<float>(slot);
                row.Write(slot, float.IsNaN(real) ? float.NaN : real + 0.0f);
                break;
        }
    }

    private static object Parse(string text, SqlType type) => type switch
    {
        SqlType.Boolean => Cast.ToBoolean(text),
        SqlType.Integer => Cast.ToInteger(text),
        SqlType.BigInt => Cast.ToBigint(text),
        SqlType.Real => Cast.ToReal(text),
        SqlType.Double => Cast.ToDouble(text),
        SqlType.Numeric => Cast.ToNumeric(text),
        SqlType.Text => text,
        SqlType.TimestampTz => Cast.ToTimestamptz(text),
        SqlType.Date => Cast.ToDate(text),
        SqlType.Uuid => Cast.ToUuid(text),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A key column cannot have this type."),
    };
}
