namespace PathwayOrleans.Pipelines.Runtime.Tests.Oracle;

/// <summary>One result that is not Postgres's.</summary>
/// <param name="Expression">The expression.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Postgres">What Postgres gives.</param>
/// <param name="Actual">What the runtime gives.</param>
public sealed record Difference(string Expression, string?[] Arguments, string? Postgres, string? Actual);

/// <summary>The differences from Postgres that are meant. Each has a reason and a test that is as narrow as possible.</summary>
internal static class IntendedDifferences
{
    private static readonly (string Reason, Func<Difference, bool> Holds)[] All =
    [
        ("numeric has at most 28 digits and 28 decimal places, and is finite; anything else is an error, never rounded",
            difference => difference.Actual == "ERROR PW001" && NeedsMoreThanNumericHolds(difference)),
        ("times are read in ISO 8601's extended form only; Postgres's lenient forms are errors, with one code",
            difference => IsTextToTime(difference.Expression) && (difference.Actual == "ERROR 22007"
                || (IsError(difference.Actual) && IsError(difference.Postgres)))),
        ("of text that is no number and begins with one out of range, Postgres reports the second; here it is the first",
            difference => difference.Expression is ("$1::text::float8" or "$1::text::real")
                && difference is { Postgres: "ERROR 22003", Actual: "ERROR 22P02" }),
        ("hexadecimal numbers, which Postgres 15 leaves to the C library, are errors",
            difference => difference.Expression is ("$1::text::float8" or "$1::text::real")
                && difference is { Arguments: ["0x10"], Actual: "ERROR 22P02" }),
        ("before standard time, .NET rounds the offset of a zone to minutes",
            difference => difference.Expression == "date_trunc($1, $2::timestamptz, $3)"
                && difference.Arguments[0] is ("century" or "millennium") && difference.Arguments[2] != "UTC"),
        ("the difference of times more than 292,271 years apart wraps around in Postgres 15; here it is an error",
            difference => difference is { Actual: "ERROR 22008", Expression: "$1::timestamptz - $2::timestamptz" }
                && difference.Arguments.Any(text => text!.StartsWith("294276", StringComparison.Ordinal))),
        ("power computes the exact value of 0.99999999999999999999999999985000…; Postgres rounds it down at 28 digits",
            difference => difference is { Expression: "power($1::numeric, $2::numeric)", Arguments: [_, "1.5"] }
                && difference.Arguments[0] == "0.9999999999999999999999999999"),
        ("the case of characters that Unicode 16 added; the C library of the tests has Unicode 15",
            difference => difference.Expression.Contains("C.utf8", StringComparison.Ordinal)
                && difference.Postgres == difference.Arguments[0] && IsNewInUnicode16(difference.Arguments[0]!)),
    ];

    internal static bool Contain(Difference difference) => All.Any(entry => entry.Holds(difference));

    private static bool IsError(string? result) => result?.StartsWith("ERROR", StringComparison.Ordinal) == true;

    private static bool IsTextToTime(string expression) =>
        expression is "$1::text::timestamptz" or "$1::text::date" or "($1::json #>> '{}')::date";

    private static bool IsNewInUnicode16(string text) => char.ConvertToUtf32(text, 0) is 0x19B or 0x264 or 0x1C89 or 0x1C8A
        or (>= 0xA7CB and <= 0xA7CD) or (>= 0xA7DA and <= 0xA7DC) or (>= 0x10D50 and <= 0x10D85);

    private static bool NeedsMoreThanNumericHolds(Difference difference)
    {
        string[] values = [difference.Postgres ?? "", .. difference.Arguments.OfType<string>()];
        return values.Any(value => IsLongNumeric(value) || IsNotFinite(value)) || difference.Postgres == "ERROR 22003";
    }

    private static bool IsNotFinite(string value) =>
        value.Contains("nan", StringComparison.OrdinalIgnoreCase) || value.Contains("inf", StringComparison.OrdinalIgnoreCase);

    private static bool IsLongNumeric(string value)
    {
        int mark = value.IndexOfAny(['e', 'E']);
        string digits = (mark < 0 ? value : value[..mark]).Trim().TrimStart('-', '+');
        if (digits.Any(character => character != '.' && !char.IsAsciiDigit(character)))
        {
            return false;
        }

        int exponent = mark >= 0 && int.TryParse(value[(mark + 1)..], out int power) ? power : 0;
        int point = digits.IndexOf('.', StringComparison.Ordinal);
        int scale = Math.Max(0, (point < 0 ? 0 : digits.Length - point - 1) - exponent);
        int count = digits.Replace(".", "", StringComparison.Ordinal).TrimStart('0').Length + Math.Max(0, exponent);
        return scale > 28 || count > 28;
    }
}
