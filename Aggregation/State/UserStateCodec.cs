using System.Buffers;
using System.Text.Json;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Aggregation.State;

/// <summary>
/// Encodes and decodes the payload of a user's state row: UTF-8 JSON with a format version, readable in psql.
/// <code>{"v":3,"user":"USER","count":3,"total":12.5,"time":1700000000000,"fence":{"NUMBER":{"PARTITION":"POSITION"}}}</code>
/// The fence refers to sources by their <see cref="SourceNumber"/> (<see cref="FenceCodec"/>). Positions are strings of digits
/// because they can exceed the range of a JSON number. <c>windows</c> are the open windows (<see cref="WindowStateCodec"/>).
/// Versions 1 and 2 have the names of the sources in place of their numbers; version 1 has no windows, and payloads of the
/// earliest builds have no user. A reader accepts every older version and skips unknown properties; a newer version is an error.
/// Not thread-safe.
/// </summary>
public sealed class UserStateCodec : IDisposable
{
    /// <summary>The version that <see cref="Encode"/> writes.</summary>
    public const int FormatVersion = 3;

    /// <summary>The largest payload that is decoded.</summary>
    public const int MaxPayloadBytes = 256 * 1024 * 1024;

    /// <summary>The first version with numbers of sources.</summary>
    internal const int VersionWithSourceNumbers = 3;

    private readonly ArrayBufferWriter<byte> _buffer = new(256);
    private readonly Utf8JsonWriter _writer;

    public UserStateCodec() => _writer = new Utf8JsonWriter(_buffer, new JsonWriterOptions { SkipValidation = true });

    /// <summary>Encodes a state into a new array.</summary>
    /// <param name="state">The state.</param>
    /// <param name="changes">The changes of its window rows, for a storage that reads them from the payload; else null.</param>
    /// <param name="endingInputs">
    /// The inputs with an end whose events the write applies, for a storage that reads them from the payload; else null.
    /// </param>
    /// <exception cref="ArgumentException">The state is unbound.</exception>
    public byte[] Encode(UserState state, WindowChanges? changes = null, IReadOnlyList<long>? endingInputs = null)
    {
        ArgumentNullException.ThrowIfNull(state);
        string userId = state.UserId
            ?? throw new ArgumentException(
                $"The state is unbound: call {nameof(UserState)}.{nameof(UserState.Bind)} before {nameof(Encode)}.",
                nameof(state));
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        _writer.WriteStartObject();
        _writer.WriteNumber("v"u8, FormatVersion);
        _writer.WriteString("user"u8, userId);
        _writer.WriteNumber("count"u8, state.Count);
        _writer.WriteNumber("total"u8, state.TotalValue);
        _writer.WriteNumber("time"u8, state.LastEventTime);
        FenceCodec.Write(_writer, state.FenceEntries);
        if (state.WindowTracks.Count > 0)
        {
            WindowStateCodec.WriteOpen(_writer, state.WindowTracks);
        }

        if (changes is not null)
        {
            WindowStateCodec.WriteChanges(_writer, changes);
        }

        if (endingInputs is { Count: > 0 })
        {
            FenceCodec.WriteEndingInputs(_writer, endingInputs);
        }

        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    /// <summary>Decodes a user's state of any format version up to <see cref="FormatVersion"/>.</summary>
    /// <exception cref="InvalidDataException">
    /// The payload is damaged, has a newer version than this build reads, or belongs to another user.
    /// </exception>
    public static UserState Decode(ReadOnlySpan<byte> payload, string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        UserState state = Read(payload, userId);
        state.Bind(userId);
        return state;
    }

    /// <summary>
    /// Decodes a state if the caller does not have the user id. The user id is read from the payload; payloads of
    /// earlier builds have none, so the caller must call <see cref="UserState.Bind"/>.
    /// </summary>
    /// <exception cref="InvalidDataException">The payload is damaged, or has a newer version than this build reads.</exception>
    public static UserState Decode(ReadOnlySpan<byte> payload) => Read(payload, likelyUserId: null);

    /// <summary>
    /// Decodes a stored state. A payload that cannot be decoded gives <see cref="UserState.Unreadable"/> with the reason.
    /// </summary>
    /// <param name="payload">The stored payload.</param>
    /// <param name="userId">
    /// The user id; null if the caller does not have it. The caller must then call <see cref="UserState.Bind"/>.
    /// </param>
    public static UserState DecodeStored(ReadOnlySpan<byte> payload, string? userId)
    {
        try
        {
            return userId is null ? Decode(payload) : Decode(payload, userId);
        }
        catch (InvalidDataException e)
        {
            return UserState.Unreadable(e.Message);
        }
    }

    public void Dispose() => _writer.Dispose();

    private static UserState Read(ReadOnlySpan<byte> payload, string? likelyUserId)
    {
        if (payload.Length > MaxPayloadBytes)
        {
            throw new InvalidDataException(
                $"The payload of a user state has {payload.Length} bytes; the maximum is {MaxPayloadBytes}.");
        }

        var state = new UserState();
        int version = 0;
        try
        {
            var reader = new Utf8JsonReader(payload);
            Utf8JsonReader fence = default;
            bool hasFence = false;
            Expect(ref reader, JsonTokenType.StartObject);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("v"u8))
                {
                    reader.Read();
                    version = reader.GetInt32();

                    // Checked before reading on: properties of a newer version may have types that this build cannot read.
                    RefuseOtherThanKnown(version);
                }
                else if (reader.ValueTextEquals("user"u8))
                {
                    reader.Read();

                    // Usually the expected user: then no new string is allocated.
                    bool isExpected = likelyUserId is not null && reader.ValueTextEquals(likelyUserId);
                    state.Bind(isExpected ? likelyUserId! : reader.GetString()!);
                }
                else if (reader.ValueTextEquals("count"u8))
                {
                    reader.Read();
                    state.Count = reader.GetInt64();
                }
                else if (reader.ValueTextEquals("total"u8))
                {
                    reader.Read();
                    state.TotalValue = reader.GetDouble();
                }
                else if (reader.ValueTextEquals("time"u8))
                {
                    reader.Read();
                    state.LastEventTime = reader.GetInt64();
                }
                else if (reader.ValueTextEquals("fence"u8))
                {
                    if (version > 0)
                    {
                        state.RestoreFence(FenceCodec.Read(ref reader, hasNames: version < VersionWithSourceNumbers));
                    }
                    else
                    {
                        // Its form depends on the version, which follows.
                        fence = reader;
                        hasFence = true;
                        reader.Skip();
                    }
                }
                else if (reader.ValueTextEquals("windows"u8))
                {
                    WindowStateCodec.Read(ref reader, state);
                }
                else
                {
                    reader.Skip();
                }
            }

            // The reader throws if anything follows the object.
            reader.Read();
            if (hasFence)
            {
                state.RestoreFence(FenceCodec.Read(ref fence, hasNames: version < VersionWithSourceNumbers));
            }

            if (state.Count < 0 || !double.IsFinite(state.TotalValue) || state.LastEventTime < 0)
            {
                throw new FormatException($"count {state.Count}, total {state.TotalValue}, time {state.LastEventTime}");
            }
        }
        catch (Exception e) when (
            e is JsonException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException(
                $"The payload of a user state ({payload.Length} bytes) is not in the expected JSON format: {e.Message}", e);
        }

        RefuseOtherThanKnown(version);
        return state;
    }

    private static void RefuseOtherThanKnown(int version)
    {
        if (version is < 1 or > FormatVersion)
        {
            throw new InvalidDataException(
                $"A user state has format version {version}; this build reads 1 to {FormatVersion}. " +
                "Run a build at least as new as the one that wrote it.");
        }
    }

    internal static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type)
        {
            throw new FormatException($"expected {type}, found {reader.TokenType}");
        }
    }
}
