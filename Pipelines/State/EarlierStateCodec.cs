using System.Text.Json;
using PathwayOrleans.Aggregation.State;

namespace PathwayOrleans.Pipelines.State;

/// <summary>
/// Decodes states that were written before there were pipelines: format versions 1 to 3.
/// <code>
/// {"v":3,"user":"USER","count":3,"total":12.5,"time":1700000000000,"fence":{"NUMBER":{"PARTITION":"POSITION"}},
///  "windows":{"NAME":{"forgotten":END,"open":[[START,END,COUNT,TOTAL,MIN,MAX,FIRST,LAST]]}}}
/// </code>
/// Versions 1 and 2 have the names of the sources in place of their numbers; version 1 has no windows, and payloads of the
/// earliest builds have no user. Unknown properties are skipped.
/// </summary>
internal static class EarlierStateCodec
{
    private const int LastVersion = 3;

    // The first one with the numbers of sources.
    private const int VersionWithSourceNumbers = 3;

    /// <summary>Decodes the state of a user.</summary>
    /// <exception cref="InvalidDataException">
    /// The payload is damaged, has another version than 1 to 3, or belongs to another user.
    /// </exception>
    internal static EarlierState Decode(ReadOnlySpan<byte> payload, string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        var state = new EarlierState();
        int version = 0;
        try
        {
            version = Read(payload, state);
        }
        catch (Exception e) when (
            e is JsonException or InvalidOperationException or FormatException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException(
                $"The payload of a user state ({payload.Length} bytes) is not in the expected JSON format: {e.Message}", e);
        }

        RefuseOtherThanKnown(version);
        Bind(state, userId);
        return state;
    }

    // Gives the version.
    private static int Read(ReadOnlySpan<byte> payload, EarlierState state)
    {
        int version = 0;
        var reader = new Utf8JsonReader(payload);
        Utf8JsonReader fence = default;
        bool hasFence = false;
        PayloadJson.Expect(ref reader, JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("v"u8))
            {
                reader.Read();
                version = reader.GetInt32();

                // Checked before reading on: properties of a newer version may have types that this build cannot read.
                RefuseOtherThanKnown(version);
            }
            else if (reader.ValueTextEquals("fence"u8))
            {
                if (version > 0)
                {
                    state.Fence = FenceCodec.Read(ref reader, hasNames: version < VersionWithSourceNumbers);
                }
                else
                {
                    // Its form depends on the version, which follows.
                    fence = reader;
                    hasFence = true;
                    reader.Skip();
                }
            }
            else
            {
                ReadProperty(ref reader, state);
            }
        }

        // The reader throws if anything follows the object.
        reader.Read();
        if (hasFence)
        {
            state.Fence = FenceCodec.Read(ref fence, hasNames: version < VersionWithSourceNumbers);
        }

        return state.Count >= 0 && double.IsFinite(state.TotalValue) && state.LastEventTime >= 0
            ? version
            : throw new FormatException($"count {state.Count}, total {state.TotalValue}, time {state.LastEventTime}");
    }

    // Of the properties whose form is the same in all versions.
    private static void ReadProperty(ref Utf8JsonReader reader, EarlierState state)
    {
        if (reader.ValueTextEquals("user"u8))
        {
            reader.Read();
            Bind(state, reader.GetString());
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
        else if (reader.ValueTextEquals("windows"u8))
        {
            EarlierWindowsCodec.Read(ref reader, state.Windows);
        }
        else
        {
            reader.Skip();
        }
    }

    // So that a row under the wrong key is detected.
    private static void Bind(EarlierState state, string? userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        if (state.UserId is not null && state.UserId != userId)
        {
            throw new InvalidDataException(
                $"The state row of user '{userId}' contains the state of user '{state.UserId}': the row has the wrong key. " +
                "Restore the row from a backup, or reset the service and process all events again.");
        }

        state.UserId = userId;
    }

    private static void RefuseOtherThanKnown(int version)
    {
        if (version is < 1 or > LastVersion)
        {
            throw new InvalidDataException(
                $"A user state has format version {version}; versions 1 to {LastVersion} are read here. Run a build at least " +
                "as new as the one that wrote it.");
        }
    }
}
