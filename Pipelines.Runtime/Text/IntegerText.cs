namespace PathwayOrleans.Pipelines.Runtime.Text;

/// <summary>Reads <c>integer</c> and <c>bigint</c>: white space, a sign, and decimal digits.</summary>
internal static class IntegerText
{
    internal static int ParseInteger(ReadOnlySpan<char> text) => (int)Parse(text, int.MinValue, "integer");

    internal static long ParseBigint(ReadOnlySpan<char> text) => Parse(text, long.MinValue, "bigint");

    private static long Parse(ReadOnlySpan<char> text, long lowest, string type)
    {
        ReadOnlySpan<char> rest = TextScanner.Trim(text);
        bool isNegative = TextScanner.TakeSign(ref rest);
        ReadOnlySpan<char> digits = TextScanner.TakeDigits(ref rest);
        if (digits.IsEmpty)
        {
            throw Fail.Syntax(type, text);
        }

        // Negative, because the lowest number has no positive counterpart.
        long value = 0;
        foreach (char digit in digits)
        {
            int number = digit - '0';
            if (value < (lowest + number) / 10)
            {
                throw Fail.TextOutOfRange(type, text);
            }

            value = (value * 10) - number;
        }

        if (!rest.IsEmpty)
        {
            throw Fail.Syntax(type, text);
        }

        return isNegative ? value : value != lowest ? -value : throw Fail.TextOutOfRange(type, text);
    }
}
