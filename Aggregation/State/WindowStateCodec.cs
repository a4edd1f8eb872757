using System.Text;
using System.Text.Json;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Aggregation.State;

/// <summary>
/// Encodes and decodes the windows in a user's payload:
/// <code>"windows":{"NAME":{"forgotten":END,"open":[[START,END,COUNT,TOTAL,MIN,MAX,FIRST,LAST]]}}</code>
/// and, for a storage that receives only the payload, encodes the changes of the window rows:
/// <code>
/// "changes":{"rows":[["NAME",START,…]],"gone":[["NAME",START]],"late":[["SOURCE",PARTITION,"POSITION","NAMES",EVENT]]}
/// </code>
/// </summary>
internal static class WindowStateCodec
{
    private const int MaxNames = 1_000;

    // Twice the highest limit of open windows of a user.
    private const int MaxOpen = 200_000;

    internal static void WriteOpen(Utf8JsonWriter writer, IReadOnlyList<WindowTrack> tracks)
    {
        writer.WriteStartObject("windows"u8);
        foreach (WindowTrack track in tracks)
        {
            writer.WriteStartObject(track.Name);
            if (track.EvictedEnd != long.MinValue)
            {
                writer.WriteNumber("forgotten"u8, track.EvictedEnd);
            }

            writer.WriteStartArray("open"u8);
            foreach (ref readonly WindowTrack.Entry entry in track.Entries)
            {
                writer.WriteStartArray();
                WriteValues(writer, entry.Window);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    internal static void WriteChanges(Utf8JsonWriter writer, WindowChanges changes)
    {
        writer.WriteStartObject("changes"u8);
        writer.WriteStartArray("rows"u8);
        foreach (WindowRow row in changes.Rows)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(row.Name);
            WriteValues(writer, row.Window);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("gone"u8);
        foreach (WindowKey key in changes.Gone)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(key.Name);
            writer.WriteNumberValue(key.Start);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("late"u8);
        foreach (LateEvent late in changes.Late)
        {
            writer.WriteStartArray();
            writer.WriteStringValue(late.Partition.EncodedSource);
            writer.WriteNumberValue(late.Partition.Partition);
            writer.WriteStringValue(late.Position.ToString());
            writer.WriteStringValue(late.Windows);

            // As a string, so that the database stores its bytes unchanged.
            writer.WriteStringValue(Encoding.UTF8.GetString(Events.EventJson.Encode(late.Event)));
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    internal static void Read(ref Utf8JsonReader reader, UserState state)
    {
        UserStateCodec.Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (state.WindowTracks.Count >= MaxNames)
            {
                throw new FormatException($"the state has more than {MaxNames} window names");
            }

            WindowTrack track = state.RestoreTrack(WindowNames.Share(reader.GetString()!));
            UserStateCodec.Expect(ref reader, JsonTokenType.StartObject);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("forgotten"u8))
                {
                    reader.Read();
                    track.EvictedEnd = reader.GetInt64();
                }
                else if (reader.ValueTextEquals("open"u8))
                {
                    ReadOpen(ref reader, track);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    private static void ReadOpen(ref Utf8JsonReader reader, WindowTrack track)
    {
        UserStateCodec.Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            var window = new WindowAggregate
            {
                Start = NextInt64(ref reader),
                End = NextInt64(ref reader),
                Count = NextInt64(ref reader),
                Total = NextDouble(ref reader),
                Min = NextDouble(ref reader),
                Max = NextDouble(ref reader),
                First = NextInt64(ref reader),
                Last = NextInt64(ref reader),
            };
            UserStateCodec.Expect(ref reader, JsonTokenType.EndArray);
            if (track.Count >= MaxOpen)
            {
                throw new FormatException($"window '{track.Name}' has more than {MaxOpen} open windows");
            }

            if (window.Start >= window.End || window.Count < 1 || !double.IsFinite(window.Total) || !double.IsFinite(window.Min)
                || !double.IsFinite(window.Max) || !track.TryLoad(window))
            {
                throw new FormatException($"window '{track.Name}' of {window}");
            }
        }

        if (reader.TokenType != JsonTokenType.EndArray)
        {
            throw new FormatException($"window '{track.Name}' of {reader.TokenType}");
        }
    }

    private static void WriteValues(Utf8JsonWriter writer, in WindowAggregate window)
    {
        writer.WriteNumberValue(window.Start);
        writer.WriteNumberValue(window.End);
        writer.WriteNumberValue(window.Count);
        writer.WriteNumberValue(window.Total);
        writer.WriteNumberValue(window.Min);
        writer.WriteNumberValue(window.Max);
        writer.WriteNumberValue(window.First);
        writer.WriteNumberValue(window.Last);
    }

    private static long NextInt64(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetInt64();
    }

    private static double NextDouble(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetDouble();
    }
}
