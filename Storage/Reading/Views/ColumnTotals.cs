namespace PathwayOrleans.Storage.Reading.Views;

/// <summary>
/// Decides how the values of several rows of a view combine. It works only for a column that is exactly one aggregate whose total
/// follows from its parts: not for averages, deviations, percentiles, approximate counts, first and last values, and not for
/// expressions over aggregates.
/// </summary>
internal static class ColumnTotals
{
    private static readonly Dictionary<string, string> Combining = new()
    {
        ["count"] = "sum",
        ["sum"] = "sum",
        ["min"] = "min",
        ["max"] = "max",
        ["bool_and"] = "bool_and",
        ["bool_or"] = "bool_or",
    };

    /// <summary>The aggregate that combines values of an expression; null if none does.</summary>
    /// <param name="expression">The expression, normalised (<c>BoundRenderer</c>).</param>
    internal static string? Of(string expression)
    {
        int open = expression.IndexOf('(', StringComparison.Ordinal);
        if (open <= 0 || !Combining.TryGetValue(expression[..open], out string? total))
        {
            return null;
        }

        const string filter = " FILTER ";
        string rest = expression[EndOfParentheses(expression, open)..];
        return rest.Length == 0
            || (rest.StartsWith(filter, StringComparison.Ordinal) && EndOfParentheses(rest, filter.Length) == rest.Length)
            ? total
            : null;
    }

    // The place after the parenthesis that closes the one at a place; what is in quotes does not count.
    private static int EndOfParentheses(string text, int open)
    {
        int depth = 0;
        char? quote = null;
        for (int i = open; i < text.Length; i++)
        {
            char c = text[i];
            if (quote is not null)
            {
                quote = c == quote ? null : quote;
                continue;
            }

            depth += c switch { '(' => 1, ')' => -1, _ => 0 };
            quote = c is '"' or '\'' ? c : null;
            if (depth == 0)
            {
                return i + 1;
            }
        }

        return text.Length;
    }
}
