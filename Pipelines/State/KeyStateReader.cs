using System.Text.Json;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Windows;

namespace PathwayOrleans.Pipelines.State;

/// <summary>Reads a payload of the version that <see cref="KeyStateCodec"/> writes.</summary>
internal static class KeyStateReader
{
    // Twice the highest limit of open windows of a key.
    private const int MaxOpen = 200_000;

    private const int MaxForeignViews = 1_000;

    internal static KeyState Read(ReadOnlySpan<byte> payload, CompiledPipeline pipeline, PipelineKey key)
    {
        var state = new KeyState(pipeline, key);
        var foreign = new List<ForeignView>();
        var reader = new Utf8JsonReader(payload);
        PayloadJson.Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("key"u8))
            {
                reader.Read();
                CheckKey(ref reader, key);
            }
            else if (reader.ValueTextEquals("fence"u8))
            {
                state.RestoreFence(FenceCodec.Read(ref reader, hasNames: false));
            }
            else if (reader.ValueTextEquals("views"u8))
            {
                ReadViews(payload, ref reader, state, foreign, isWindowed: false);
            }
            else if (reader.ValueTextEquals("windows"u8))
            {
                ReadViews(payload, ref reader, state, foreign, isWindowed: true);
            }
            else
            {
                reader.Skip();
            }
        }

        // The reader throws if anything follows the object.
        reader.Read();
        state.RestoreForeignViews(foreign);
        return state;
    }

    private static void CheckKey(ref Utf8JsonReader reader, PipelineKey key)
    {
        if (!reader.ValueTextEquals(key.Text))
        {
            throw new InvalidDataException(
                $"The state row of '{key}' contains the state of '{reader.GetString()}': the row has the wrong key. Restore " +
                "the row from a backup, or reset the service and process all events again.");
        }
    }

    private static void ReadViews(
        ReadOnlySpan<byte> payload, ref Utf8JsonReader reader, KeyState state, List<ForeignView> foreign, bool isWindowed)
    {
        PayloadJson.Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            CompiledView? view = Find(ref reader, state.Pipeline, isWindowed);
            if (view is null)
            {
                string name = reader.GetString()!;
                reader.Read();
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                foreign.Add(foreign.Count < MaxForeignViews
                    ? new ForeignView(name, isWindowed, payload[start..(int)reader.BytesConsumed].ToArray())
                    : throw new FormatException($"the state has more than {MaxForeignViews} views of other pipelines"));
            }
            else if (isWindowed)
            {
                ReadWindows(ref reader, state.WindowsOf(view));
            }
            else
            {
                reader.Read();
                AccumulatorCodec.Read(ref reader, view, state.WordsOf(view), state.ObjectsOf(view));
                state.RestoreRow(view);
            }
        }
    }

    private static CompiledView? Find(ref Utf8JsonReader reader, CompiledPipeline pipeline, bool isWindowed)
    {
        foreach (CompiledView view in pipeline.Views)
        {
            if (view.Windows is not null == isWindowed && reader.ValueTextEquals(view.StateName))
            {
                return view;
            }
        }

        return null;
    }

    private static void ReadWindows(ref Utf8JsonReader reader, ViewWindows windows)
    {
        PayloadJson.Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("evicted"u8))
            {
                reader.Read();
                windows.EvictedEnd = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("open"u8))
            {
                ReadOpen(ref reader, windows);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static void ReadOpen(ref Utf8JsonReader reader, ViewWindows windows)
    {
        PayloadJson.Expect(ref reader, JsonTokenType.StartArray);
        while (reader.Read() && reader.TokenType == JsonTokenType.StartArray)
        {
            reader.Read();
            long start = reader.GetInt64();
            reader.Read();
            long end = reader.GetInt64();
            reader.Read();
            int index = start < end && windows.Entries.Count < MaxOpen ? windows.TryLoad(new TimeRange(start, end)) : -1;
            if (index < 0)
            {
                throw new FormatException(
                    $"view '{windows.View.Name}' has the window {start} to {end} twice, or too many windows");
            }

            AccumulatorCodec.Read(
                ref reader, windows.View, windows.Entries.WordsOf(index), windows.Entries.ObjectsOf(index));
            windows.Loaded(index);
            PayloadJson.Expect(ref reader, JsonTokenType.EndArray);
        }
    }
}
