namespace PathwayOrleans.Pipelines.Runtime.Text;

/// <summary>Reads and writes <c>boolean</c>.</summary>
internal static class BooleanText
{
    internal static string Format(bool value) => value ? "true" : "false";

    /// <summary>
    /// <c>true</c>, <c>false</c>, <c>yes</c>, <c>no</c> and unique beginnings of them, <c>on</c>, <c>off</c>, <c>of</c>, <c>1</c>
    /// and <c>0</c>, in any case, with white space around.
    /// </summary>
    internal static bool Parse(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> word = TextScanner.Trim(text);
        if (Is(word, "true", 1) || Is(word, "yes", 1) || Is(word, "on", 2) || word is "1")
        {
            return true;
        }

        return Is(word, "false", 1) || Is(word, "no", 1) || Is(word, "off", 2) || word is "0"
            ? false
            : throw Fail.Syntax("boolean", text);
    }

    private static bool Is(ReadOnlySpan<char> word, string name, int shortest) =>
        word.Length >= shortest && name.AsSpan().StartsWith(word, StringComparison.OrdinalIgnoreCase);
}
