using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>
/// A place in a report's order: the key of a row, and which order that is, in one word that goes anywhere without
/// being escaped. Readers of it should not look inside.
/// </summary>
internal static class Cursor
{
    private const string Parameter = "after";

    internal static string Write(string order, params object[] key) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes<object[]>([order, .. key]));

    /// <summary>The key that a cursor holds.</summary>
    /// <param name="cursor">What <see cref="Write"/> gave.</param>
    /// <param name="order">The order that is asked for now.</param>
    /// <param name="read">Makes a key of its parts.</param>
    /// <exception cref="ReportParameterException">It is no cursor, or one of another report or order.</exception>
    internal static T Read<T>(string cursor, string order, Func<JsonElement[], T> read)
    {
        try
        {
            JsonElement[] parts = JsonSerializer.Deserialize<JsonElement[]>(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor))) ?? [];
            if (parts[0].GetString() == order)
            {
                return read(parts[1..]);
            }
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or IndexOutOfRangeException)
        {
            throw Refused(cursor);
        }

        throw Refused(cursor);
    }

    private static ReportParameterException Refused(string cursor) => new(
        Parameter, cursor, "what an earlier page of the same report, with the same filters, gave as next is right, or nothing for the first page");
}
