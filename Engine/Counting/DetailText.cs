using System.Text;

namespace PathwayOrleans.Engine.Counting;

/// <summary>Makes the detail of a dead letter storable: it may quote any text of a record.</summary>
internal static class DetailText
{
    private const int MaxCharacters = 1_000;

    /// <summary>The text without what a Postgres text cannot hold, and of a limited length.</summary>
    internal static string Of(string text)
    {
        string cut = text.Length > MaxCharacters ? text[..MaxCharacters] : text;

        // Lone surrogates become replacement characters.
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut)).Replace('\0', '\uFFFD');
    }
}
