using System.Text;

namespace PathwayOrleans.Aggregation.Identity;

/// <summary>
/// The grain key of a user: the user id itself, save for the few ids that Orleans cannot keep apart or not keep
/// at all. Orleans' ADO.NET provider does not know a grain's kind of key; it reads any key that looks like
/// hexadecimal digits as a number and 32 of them as a GUID, so that <c>1</c> and <c>001</c>, or <c>abc</c> and
/// <c>ABC</c>, share one row. Of each such family the spelling that Orleans writes itself keeps its key
/// (<c>1</c>, <c>ABC</c>, a GUID in lower case); the others are escaped, as are ids of white space only (no
/// grain may have them) and with braces (the provider's messages choke on them).
/// An escaped key is <c>=</c> and the id, with <c>% { }</c> as <c>%25 %7B %7D</c>; an id that begins with
/// <c>=</c> is escaped too, so no two ids ever have one key.
/// </summary>
public static class UserGrainKey
{
    private const char Escape = '=';

    /// <summary>The key of the grain, and of the state row, of a user.</summary>
    public static string FromUserId(string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return NeedsEscape(userId)
            ? Escape + userId.Replace("%", "%25", StringComparison.Ordinal)
                .Replace("{", "%7B", StringComparison.Ordinal)
                .Replace("}", "%7D", StringComparison.Ordinal)
            : userId;
    }

    /// <summary>The user of a key that <see cref="FromUserId"/> made.</summary>
    public static string ToUserId(string grainKey)
    {
        ArgumentException.ThrowIfNullOrEmpty(grainKey);
        return grainKey[0] == Escape
            ? new StringBuilder(grainKey, 1, grainKey.Length - 1, grainKey.Length)
                .Replace("%7D", "}")
                .Replace("%7B", "{")
                .Replace("%25", "%")
                .ToString()
            : grainKey;
    }

    private static bool NeedsEscape(string id)
    {
        if (id[0] == Escape || id.AsSpan().ContainsAny('{', '}'))
        {
            return true;
        }

        char first = id[0];
        if (!char.IsAsciiHexDigit(first))
        {
            return char.IsWhiteSpace(first) && string.IsNullOrWhiteSpace(id);
        }

        return NumericGrainKey.TryParse(id, out NumericGrainKey key) && key.Canonical != id;
    }
}
