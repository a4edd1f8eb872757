using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>
/// The JSON format of report rows. Positions are strings of decimal digits, as they can exceed the range of a JSON number.
/// </summary>
public static class ReportJson
{
    /// <summary>The serializer's options.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerOptions.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new PositionConverter() },
    };

    private sealed class PositionConverter : JsonConverter<Position>
    {
        public override Position Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Position.Parse(reader.GetString());

        public override void Write(Utf8JsonWriter writer, Position value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
