using System.Text;

namespace PathwayOrleans.Storage.GrainRows;

/// <summary>
/// The grain key of a user: the user id itself, except for the few ids that Orleans cannot distinguish or cannot store.
/// Orleans' ADO.NET provider has no information about the kind of a grain's key. It parses any key of hexadecimal digits as a
/// number, and one of 32 such digits as a GUID, so that <c>1</c> and <c>001</c>, or <c>abc</c> and <c>ABC</c>, would share
/// one row. Of the ids that share a row, the one in Orleans' own format (<c>1</c>, <c>ABC</c>, a GUID in lower case) is
/// used unchanged; the others are escaped. Ids of white space only are escaped because a grain key must not be blank, and
/// ids with braces because the provider's message formatting fails on them.
/// An escaped key is <c>=</c> followed by the id, with <c>% { }</c> as <c>%25 %7B %7D</c>. An id that begins with
/// <c>=</c> is escaped too, so that different ids always have different keys.
/// </summary>
public static class UserGrainKey
{
    private const char Escape = '=';

    /// <summary>The key of a user's grain and state row.</summary>
    public static string FromUserId(string userId)
    {
        ArgumentException.ThrowIfNullOrEmpty(userId);
        return NeedsEscape(userId)
            ? Escape + userId.Replace("%", "%25", StringComparison.Ordinal)
                .Replace("{", "%7B", StringComparison.Ordinal)
                .Replace("}", "%7D", StringComparison.Ordinal)
            : userId;
    }

    /// <summary>The user id of a key returned by <see cref="FromUserId"/>.</summary>
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
