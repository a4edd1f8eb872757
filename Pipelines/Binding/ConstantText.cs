using PathwayOrleans.Pipelines.Runtime;
using PathwayOrleans.Pipelines.Runtime.Functions;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Finds literals that are no values of their type: those that the casts of the runtime reject.</summary>
internal static class ConstantText
{
    // Of a text that has no value; other errors say what is wrong with the value.
    private static readonly string[] SyntaxErrors = ["22P02", "22007"];

    /// <summary>The error, or null.</summary>
    internal static string? Check(string text, SqlType type)
    {
        try
        {
            Read(text, type);
            return null;
        }
        catch (EvaluationException e)
        {
            string reason = SyntaxErrors.Contains(e.SqlState) ? "" : $" The reason: {e.Reason}.";
            return $"'{text}' is not a value of type {type.Name()}.{reason}{Example(type)}";
        }
    }

    /// <summary>The value of a text.</summary>
    /// <exception cref="EvaluationException">The text is no value of the type.</exception>
    internal static object Read(string text, SqlType type) => type switch
    {
        SqlType.Boolean => Cast.ToBoolean(text),
        SqlType.Integer => Cast.ToInteger(text),
        SqlType.BigInt => Cast.ToBigint(text),
        SqlType.Real => Cast.ToReal(text),
        SqlType.Double => Cast.ToDouble(text),
        SqlType.Numeric => Cast.ToNumeric(text),
        SqlType.Date => Cast.ToDate(text),
        SqlType.TimestampTz => Cast.ToTimestamptz(text),
        SqlType.Uuid => Cast.ToUuid(text),
        SqlType.Interval => Cast.ToInterval(text),
        _ => text,
    };

    private static string Example(SqlType type) => type switch
    {
        SqlType.Interval => " Write numbers and units, such as '1 hour 30 minutes', or '01:30:00'.",
        SqlType.TimestampTz => " Write it like '2024-01-31 12:00:00+00'.",
        SqlType.Date => " Write it like '2024-01-31'.",
        SqlType.Boolean => " Write 'true' or 'false'.",
        _ => "",
    };
}
