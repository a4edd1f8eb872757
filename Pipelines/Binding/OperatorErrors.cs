namespace PathwayOrleans.Pipelines.Binding;

/// <summary>The errors for operators that do not fit their operands.</summary>
internal static class OperatorErrors
{
    internal const string Timestamp = "The result is a timestamp without time zone, which a pipeline does not have. Convert " +
        "the date first, such as day::timestamptz + INTERVAL '1 day'.";

    internal static string Binary(string name, SqlType left, SqlType right)
    {
        string error = $"There is no operator {name} for {left.Name()} and {right.Name()}.";
        return (name, left, right) switch
        {
            ("+", SqlType.Text, _) or ("+", _, SqlType.Text) => $"{error} Texts are joined with ||; a text becomes a number " +
                "with ::numeric.",
            (_, SqlType.Text, _) when right.IsNumber() => $"{error} Convert the text, such as x::numeric.",
            (_, _, SqlType.Text) when left.IsNumber() => $"{error} Convert the text, such as x::numeric.",
            ("LIKE" or "ILIKE", _, _) => $"{error} Convert the value with ::text.",
            ("%", SqlType.Real or SqlType.Double, _) or ("%", _, SqlType.Real or SqlType.Double) =>
                $"{error} Convert the number, such as x::numeric.",
            ("||", _, _) => $"{error} One side must be a text; convert it with ::text.",
            _ => $"{error} Convert one side with ::.",
        };
    }
}
