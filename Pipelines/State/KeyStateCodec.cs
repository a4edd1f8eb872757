using System.Buffers;
using System.Text.Json;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime;
using PathwayOrleans.Pipelines.Runtime.Text;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.State;

/// <summary>
/// Encodes and decodes the state of a key as UTF-8 JSON. Version 4:
/// <code>
/// {"v":4,"key":"TEXT","fence":{"NUMBER":{"PARTITION":"POSITION"}},
///  "views":{"VIEW":[ACCUMULATOR,…]},
///  "windows":{"VIEW":{"evicted":END,"open":[[START,END,[ACCUMULATOR,…]],…]}}}
/// </code>
/// VIEW is <see cref="CompiledView.StateName"/>. An accumulator is what its aggregate writes; times are microseconds since the
/// epoch. For a storage that receives only the payload there are also the changes of rows, with values as Postgres's texts:
/// <code>
/// "changes":{"generation":NUMBER,"rows":[["NAME",[VALUE,…],[ACCUMULATOR,…]]],"gone":[["NAME",[VALUE,…]]],
///  "late":[["SOURCE",PARTITION,"POSITION","NAMES","DETAIL","BASE64"]]},"applied":[NUMBER]
/// </code>
/// Versions 1 to 3 are from before there were pipelines (<see cref="EarlierStateCodec"/>). A reader accepts every older version,
/// keeps views that its pipeline does not have, and skips unknown properties; a newer version is an error. Not thread-safe.
/// </summary>
internal sealed class KeyStateCodec : IDisposable
{
    /// <summary>The version that <see cref="Encode"/> writes.</summary>
    internal const int FormatVersion = 4;

    /// <summary>The largest payload that is decoded.</summary>
    private const int MaxPayloadBytes = 256 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _buffer = new(512);
    private readonly Utf8JsonWriter _writer;

    internal KeyStateCodec() => _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });

    /// <summary>Encodes a state into a new array.</summary>
    /// <param name="state">The state.</param>
    /// <param name="changes">The changes of its rows, for a storage that reads them from the payload; else null.</param>
    /// <param name="generation">The generation of the pipeline that the changes belong to.</param>
    /// <param name="endingInputs">
    /// The inputs with an end whose records the write applies, for a storage that reads them from the payload; else null.
    /// </param>
    internal byte[] Encode(
        KeyState state, ViewChanges? changes = null, long generation = 0, IReadOnlyList<long>? endingInputs = null)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        _writer.WriteStartObject();
        _writer.WriteNumber("v"u8, FormatVersion);
        _writer.WriteString("key"u8, state.Key.Text);
        FenceCodec.Write(_writer, state.FenceEntries);
        WriteViews(state);
        WriteWindows(state);
        if (changes is not null)
        {
            WriteChanges(state.Key, changes, generation);
        }

        if (endingInputs is { Count: > 0 })
        {
            FenceCodec.WriteEndingInputs(_writer, endingInputs);
        }

        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    /// <summary>Decodes a state of any format version up to <see cref="FormatVersion"/>.</summary>
    /// <exception cref="InvalidDataException">
    /// The payload is damaged, has a newer version than this build reads, belongs to another key, or does not fit the pipeline.
    /// </exception>
    internal static KeyState Decode(ReadOnlySpan<byte> payload, CompiledPipeline pipeline, PipelineKey key)
    {
        if (payload.Length > MaxPayloadBytes)
        {
            throw new InvalidDataException(
                $"The payload of the state of '{key}' has {payload.Length} bytes; the maximum is {MaxPayloadBytes}.");
        }

        try
        {
            int version = VersionOf(payload);
            return version == FormatVersion ? KeyStateReader.Read(payload, pipeline, key)
                : version is >= 1 and < FormatVersion
                    ? CountingState.Convert(EarlierStateCodec.Decode(payload, key.Text), pipeline, key)
                : throw new InvalidDataException(
                    $"The state of '{key}' has format version {version}; this build reads 1 to {FormatVersion}. Run a build at " +
                    "least as new as the one that wrote it.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or ArgumentException
            or OverflowException or EvaluationException)
        {
            throw new InvalidDataException(
                $"The payload of the state of '{key}' ({payload.Length} bytes) is not in the expected JSON format: {e.Message}",
                e);
        }
    }

    /// <summary>Decodes a stored state. One that cannot be decoded has its <see cref="KeyState.Damage"/>.</summary>
    internal static KeyState DecodeStored(ReadOnlySpan<byte> payload, CompiledPipeline pipeline, PipelineKey key)
    {
        try
        {
            return Decode(payload, pipeline, key);
        }
        catch (InvalidDataException e)
        {
            return new KeyState(pipeline, key) { Damage = e.Message };
        }
    }

    public void Dispose() => _writer.Dispose();

    // The version decides the form of everything else, and a database may have put it in another place.
    private static int VersionOf(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        PayloadJson.Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isVersion = reader.ValueTextEquals("v"u8);
            reader.Read();
            if (isVersion)
            {
                return reader.GetInt32();
            }

            reader.Skip();
        }

        return 0;
    }

    private void WriteViews(KeyState state)
    {
        _writer.WriteStartObject("views"u8);
        foreach (CompiledView view in state.Pipeline.Views)
        {
            if (view.Windows is null && state.HasRow(view))
            {
                _writer.WritePropertyName(view.StateName);
                AccumulatorCodec.Write(_writer, view, state.WordsOf(view), state.ObjectsOf(view));
            }
        }

        WriteForeign(state, isWindowed: false);
        _writer.WriteEndObject();
    }

    private void WriteWindows(KeyState state)
    {
        _writer.WriteStartObject("windows"u8);
        foreach (CompiledView view in state.Pipeline.Views)
        {
            if (state.FindWindows(view) is { } windows)
            {
                _writer.WriteStartObject(view.StateName);
                WriteOpen(windows);
                _writer.WriteEndObject();
            }
        }

        WriteForeign(state, isWindowed: true);
        _writer.WriteEndObject();
    }

    private void WriteOpen(ViewWindows windows)
    {
        if (windows.EvictedEnd != long.MinValue)
        {
            _writer.WriteNumber("evicted"u8, windows.EvictedEnd);
        }

        _writer.WriteStartArray("open"u8);
        for (int i = 0; i < windows.Entries.Count; i++)
        {
            _writer.WriteStartArray();
            _writer.WriteNumberValue(windows.Entries[i].Start);
            _writer.WriteNumberValue(windows.Entries[i].End);
            AccumulatorCodec.Write(_writer, windows.View, windows.Entries.WordsOf(i), windows.Entries.ObjectsOf(i));
            _writer.WriteEndArray();
        }

        _writer.WriteEndArray();
    }

    private void WriteForeign(KeyState state, bool isWindowed)
    {
        foreach (ForeignView view in state.ForeignViews.Where(view => view.IsWindowed == isWindowed))
        {
            _writer.WritePropertyName(view.Name);
            _writer.WriteRawValue(view.Json, skipInputValidation: true);
        }
    }

    private void WriteChanges(PipelineKey key, ViewChanges changes, long generation)
    {
        _writer.WriteStartObject("changes"u8);
        _writer.WriteNumber("generation"u8, generation);
        _writer.WriteStartArray("rows"u8);
        foreach (ViewRow row in changes.Rows)
        {
            _writer.WriteStartArray();
            _writer.WriteStringValue(row.View.Name);
            WriteTexts(row.Values);
            if (row.Accumulators is { } accumulators)
            {
                _writer.WriteRawValue(accumulators, skipInputValidation: true);
            }

            _writer.WriteEndArray();
        }

        _writer.WriteEndArray();
        _writer.WriteStartArray("gone"u8);
        foreach (ViewRowKey row in changes.Gone)
        {
            _writer.WriteStartArray();
            _writer.WriteStringValue(row.View.Name);
            WriteTexts([.. key.Values, Timestamptz.FromUnixMicroseconds(row.Start)]);
            _writer.WriteEndArray();
        }

        _writer.WriteEndArray();
        _writer.WriteStartArray("late"u8);
        foreach (LateRecord late in changes.Late)
        {
            _writer.WriteStartArray();
            _writer.WriteStringValue(late.Partition.EncodedSource);
            _writer.WriteNumberValue(late.Partition.Partition);
            _writer.WriteStringValue(late.Position.ToString());
            _writer.WriteStringValue(late.Views);
            _writer.WriteStringValue(late.Detail);
            _writer.WriteBase64StringValue(late.Record);
            _writer.WriteEndArray();
        }

        _writer.WriteEndArray();
        _writer.WriteEndObject();
    }

    private void WriteTexts(IReadOnlyList<object?> values)
    {
        _writer.WriteStartArray();
        foreach (object? value in values)
        {
            _writer.WriteStringValue(value is null ? null : ValueText.Of(value));
        }

        _writer.WriteEndArray();
    }
}
