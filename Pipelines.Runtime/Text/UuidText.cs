namespace PathwayOrleans.Pipelines.Runtime.Text;

/// <summary>Reads and writes <c>uuid</c>.</summary>
internal static class UuidText
{
    private const int Digits = 32;

    internal static string Format(Guid value) => value.ToString("D");

    /// <summary>32 hexadecimal digits, with a hyphen after any group of four, and braces around.</summary>
    internal static Guid Parse(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> rest = text;
        bool isBraced = TextScanner.Take(ref rest, '{');
        Span<char> digits = stackalloc char[Digits];
        for (int count = 0; count < Digits; count++)
        {
            if (count > 0 && count % 4 == 0)
            {
                TextScanner.Take(ref rest, '-');
            }

            if (rest.IsEmpty || !char.IsAsciiHexDigit(rest[0]))
            {
                throw Fail.Syntax("uuid", text);
            }

            digits[count] = rest[0];
            rest = rest[1..];
        }

        return (!isBraced || TextScanner.Take(ref rest, '}')) && rest.IsEmpty
            ? Guid.ParseExact(digits, "N")
            : throw Fail.Syntax("uuid", text);
    }
}
