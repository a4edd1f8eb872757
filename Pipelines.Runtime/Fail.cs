using PathwayOrleans.Pipelines.Runtime.Text;

namespace PathwayOrleans.Pipelines.Runtime;

/// <summary>Creates errors. Text is made of the arguments only here, so that calls that succeed do not pay for it.</summary>
internal static class Fail
{
    private const int LongestValue = 200;

    internal static EvaluationException OutOfRange(string function, string type, params object[] values) =>
        Create("22003", function, $"{type} out of range", values);

    internal static EvaluationException Overflow(string function, params object[] values) =>
        Create("22003", function, "value out of range: overflow", values);

    internal static EvaluationException Underflow(string function, params object[] values) =>
        Create("22003", function, "value out of range: underflow", values);

    internal static EvaluationException DivisionByZero(string function, params object[] values) =>
        Create("22012", function, "division by zero", values);

    internal static EvaluationException TimeOutOfRange(string function, string type, params object[] values) =>
        Create("22008", function, $"{type} out of range", values);

    internal static EvaluationException Argument(string function, string reason, params object[] values) =>
        Create("22023", function, reason, values);

    internal static EvaluationException Precision(string function, params object[] values) => Create(
        EvaluationException.PrecisionLimit,
        function,
        "the result needs more than 28 digits or 28 decimal places, which numeric does not hold here",
        values);

    internal static EvaluationException NotFinite(string function, params object[] values) => Create(
        EvaluationException.PrecisionLimit, function, "numeric holds neither NaN nor infinity here", values);

    /// <summary>Text that is not a value of the type.</summary>
    internal static EvaluationException Syntax(string type, ReadOnlySpan<char> text, string sqlState = "22P02") =>
        Create(sqlState, $"cast to {type}", $"invalid input syntax for type {type}", text.ToString());

    /// <summary>Text of a value that the type cannot hold.</summary>
    internal static EvaluationException TextOutOfRange(string type, ReadOnlySpan<char> text, string sqlState = "22003") =>
        Create(sqlState, $"cast to {type}", $"value is out of range for type {type}", text.ToString());

    internal static EvaluationException Create(string sqlState, string function, string reason, params object[] values) =>
        new(function, string.Join(", ", values.Select(Shown)), reason, sqlState);

    private static string Shown(object value)
    {
        string text = ValueText.Of(value);
        string quoted = value is string ? $"'{text}'" : text;
        return quoted.Length <= LongestValue ? quoted : $"{quoted.AsSpan(0, LongestValue)}…";
    }
}
