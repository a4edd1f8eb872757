using System.Buffers;
using Superpower;
using Superpower.Model;

namespace PathwayOrleans.Pipelines.Syntax;

/// <summary>The recognizers whose rules are no regular expressions.</summary>
internal static class SqlScanners
{
    private static readonly SearchValues<char> OperatorCharacters = SearchValues.Create("+-*/<>=~!@#%^&|`?");

    // An operator may end in a sign only if it contains one of these, so that `a*-1` is a product with a negative number.
    private static readonly SearchValues<char> SignIsPart = SearchValues.Create("~!@#%^&|`?");

    internal static readonly TextParser<Unit> DollarDelimiter = input =>
        DelimiterLength(Remaining(input)) is var length and > 0 ? Success(input, length) : Result.Empty<Unit>(input);

    /// <summary><c>/* */</c>, which may contain comments.</summary>
    internal static Result<Unit> NestedComment(TextSpan input)
    {
        ReadOnlySpan<char> text = Remaining(input);
        int depth = 0;
        for (int i = 0; i + 1 < text.Length; i++)
        {
            if (text[i] == '/' && text[i + 1] == '*')
            {
                depth++;
                i++;
            }
            else if (depth > 0 && text[i] == '*' && text[i + 1] == '/')
            {
                depth--;
                i++;
            }

            if (depth == 0)
            {
                return i == 0 ? Result.Empty<Unit>(input) : Success(input, i + 1);
            }
        }

        return Result.Empty<Unit>(input);
    }

    /// <summary><c>$tag$ … $tag$</c>.</summary>
    internal static Result<Unit> DollarString(TextSpan input)
    {
        ReadOnlySpan<char> text = Remaining(input);
        int length = DelimiterLength(text);
        int end = length == 0 ? -1 : text[length..].IndexOf(text[..length]);
        return end < 0 ? Result.Empty<Unit>(input) : Success(input, (2 * length) + end);
    }

    /// <summary>The longest operator, as in Postgres.</summary>
    internal static Result<Unit> Operator(TextSpan input)
    {
        ReadOnlySpan<char> text = Remaining(input);
        int length = text.IndexOfAnyExcept(OperatorCharacters);
        text = length < 0 ? text : text[..length];
        if (text.IndexOf("--") is var line and >= 0)
        {
            text = text[..line];
        }

        if (text.IndexOf("/*") is var block and >= 0)
        {
            text = text[..block];
        }

        while (text.Length > 1 && text[^1] is '+' or '-' && !text.ContainsAny(SignIsPart))
        {
            text = text[..^1];
        }

        return text.IsEmpty ? Result.Empty<Unit>(input) : Success(input, text.Length);
    }

    /// <summary>The length of the delimiter of a dollar-quoted string, or 0.</summary>
    internal static int DelimiterLength(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] != '$')
        {
            return 0;
        }

        for (int i = 1; i < text.Length; i++)
        {
            if (text[i] == '$')
            {
                return i + 1;
            }

            bool isTag = text[i] == '_' || char.IsAsciiLetter(text[i]) || text[i] > 127 || (i > 1 && char.IsAsciiDigit(text[i]));
            if (!isTag)
            {
                return 0;
            }
        }

        return 0;
    }

    private static ReadOnlySpan<char> Remaining(TextSpan input) => input.Source.AsSpan(input.Position.Absolute, input.Length);

    private static Result<Unit> Success(TextSpan input, int length) => Result.Value(Unit.Value, input, input.Skip(length));
}
