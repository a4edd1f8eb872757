using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>
/// The position of a row in a report's order: the name of the order and the row's key, encoded as one URL-safe word that
/// is opaque to clients.
/// </summary>
internal static class Cursor
{
    private const string Parameter = "after";

    internal static string Write(string order, params object[] key) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<object[]>([order, .. key]));

    /// <summary>Decodes the key of a cursor.</summary>
    /// <param name="cursor">A result of <see cref="Write"/>.</param>
    /// <param name="order">The order of the current request.</param>
    /// <param name="read">Creates the key from its parts.</param>
    /// <exception cref="ReportParameterException">It is not a cursor, or it is one of another report or order.</exception>
    internal static T Read<T>(string cursor, string order, Func<JsonElement[], T> read)
    {
        try
        {
            string json = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
            JsonElement[] parts = JsonSerializer.Deserialize<JsonElement[]>(json) ?? [];
            if (parts[0].GetString() == order && Array.TrueForAll(parts, IsStorable))
            {
                return read(parts[1..]);
            }
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException
            or IndexOutOfRangeException or ArgumentException or OverflowException)
        {
            throw Refused(cursor);
        }

        throw Refused(cursor);
    }

    // A key of a row has no null, and Postgres stores no U+0000.
    private static bool IsStorable(JsonElement part) => part.ValueKind != JsonValueKind.Null
        && !(part.ValueKind == JsonValueKind.String && part.GetString()!.Contains('\0', StringComparison.Ordinal));

    /// <summary>The error for a text that is no cursor of the current request.</summary>
    internal static ReportParameterException Refused(string cursor) => new(
        Parameter,
        cursor,
        "it must be the next of an earlier page of the same report with the same filters; leave it out for the first page");
}
