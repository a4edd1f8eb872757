using System.Text.Encodings.Web;
using System.Text.Json;

namespace PathwayOrleans.Aggregation;

/// <summary>The text of a key of one or several columns: of one, its value; of several, a JSON array of their values.</summary>
public static class CompositeKey
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a key.</summary>
    /// <param name="values">The values of its columns as texts.</param>
    public static string Of(IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values is [var only] ? only : JsonSerializer.Serialize(values, Readable);
    }

    /// <summary>The values of the columns of a key.</summary>
    /// <param name="text">The text of the key.</param>
    /// <param name="columns">The number of columns.</param>
    /// <exception cref="FormatException">The text is not a key of as many columns.</exception>
    public static string[] Split(string text, int columns)
    {
        if (columns == 1)
        {
            return [text];
        }

        try
        {
            string?[] parts = JsonSerializer.Deserialize<string?[]>(text) ?? [];
            string[] values = [.. parts.OfType<string>()];
            return parts.Length == columns && values.Length == columns
                ? values
                : throw new FormatException($"'{text}' has {parts.Length} values; the key has {columns} columns.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"'{text}' is not a JSON array of the {columns} values of a key.", e);
        }
    }
}
