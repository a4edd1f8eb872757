using System.Text.Json;
using PathwayOrleans.Aggregation.State;

namespace PathwayOrleans.Pipelines.State;

/// <summary>Decodes the windows of an <see cref="EarlierState"/>.</summary>
internal static class EarlierWindowsCodec
{
    private const int MaxNames = 1_000;

    // Twice the highest limit of open windows of a user.
    private const int MaxOpen = 200_000;

    /// <summary>Reads the windows after their property name.</summary>
    internal static void Read(ref Utf8JsonReader reader, List<EarlierWindows> windows)
    {
        PayloadJson.Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (windows.Count >= MaxNames)
            {
                throw new FormatException($"the state has more than {MaxNames} window names");
            }

            EarlierWindows named = OfName(windows, reader.GetString()!);
            PayloadJson.Expect(ref reader, JsonTokenType.StartObject);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("forgotten"u8))
                {
                    reader.Read();
                    named.EvictedEnd = reader.GetInt64();
                }
                else if (reader.ValueTextEquals("open"u8))
                {
                    ReadOpen(ref reader, named);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    private static EarlierWindows OfName(List<EarlierWindows> windows, string name)
    {
        if (windows.Find(known => known.Name == name) is { } known)
        {
            return known;
        }

        var added = new EarlierWindows(name);
        windows.Add(added);
        return added;
    }

    private static void ReadOpen(ref Utf8JsonReader reader, EarlierWindows named)
    {
        PayloadJson.Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            var window = new EarlierWindow(
                NextInt64(ref reader),
                NextInt64(ref reader),
                NextInt64(ref reader),
                NextDouble(ref reader),
                NextDouble(ref reader),
                NextDouble(ref reader),
                NextInt64(ref reader),
                NextInt64(ref reader));
            PayloadJson.Expect(ref reader, JsonTokenType.EndArray);
            if (named.Open.Count >= MaxOpen)
            {
                throw new FormatException($"window '{named.Name}' has more than {MaxOpen} open windows");
            }

            if (window.Start >= window.End || window.Count < 1 || !double.IsFinite(window.Total) || !double.IsFinite(window.Min)
                || !double.IsFinite(window.Max) || !named.Open.TryAdd(window.Start, window))
            {
                throw new FormatException($"window '{named.Name}' of {window}");
            }
        }

        if (reader.TokenType != JsonTokenType.EndArray)
        {
            throw new FormatException($"window '{named.Name}' of {reader.TokenType}");
        }
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
