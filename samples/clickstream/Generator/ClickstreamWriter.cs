using System.Text.Json;

namespace PathwayOrleans.Generator;

/// <summary>Writes records as NDJSON.</summary>
internal static class ClickstreamWriter
{
    internal static void Write(Stream output, Clickstream records, int count)
    {
        using var buffer = new BufferedStream(output, 1 << 16);
        using var json = new Utf8JsonWriter(buffer);
        for (int i = 0; i < count; i++)
        {
            records.Next().WriteTo(json);
            json.Flush();
            json.Reset();
            buffer.WriteByte((byte)'\n');
        }
    }
}
