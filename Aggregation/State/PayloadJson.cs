using System.Text.Json;

namespace PathwayOrleans.Aggregation.State;

/// <summary>Helps to read the payloads of state rows.</summary>
internal static class PayloadJson
{
    /// <summary>Reads the next token.</summary>
    /// <exception cref="FormatException">It has another type.</exception>
    internal static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw new FormatException($"expected {type}, found {reader.TokenType}");
        }
    }
}
