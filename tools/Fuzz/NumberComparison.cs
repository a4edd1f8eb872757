using System.Globalization;
using System.Numerics;
using System.Text;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Fuzz;

/// <summary>
/// Parses a number as value and time of an event, in JSON and CSV, and compares with <see cref="ExactNumber"/>.
/// </summary>
internal sealed class NumberComparison
{
    private static readonly EventRules Rules = new(EarliestTime: 0);

    private readonly EventParser _json = new(new UserIdPool(), Rules);
    private readonly FieldParser _csv = new(new UserIdPool(), Rules);

    /// <summary>Describes the difference; null if there is none.</summary>
    /// <param name="number">A JSON number.</param>
    internal string? FindDifference(string number)
    {
        ExactNumber exact = ExactNumber.Parse(number);
        byte[] text = Encoding.UTF8.GetBytes(number);
        string value = Describe(exact.ToDouble());
        string time = Describe(exact.ToInteger());
        string jsonValue = exact.ToDouble() == 0 && !exact.Digits.IsZero ? RejectionReason.ValueOutOfRange.Code() : value;
        string jsonTime = IsBigint(number) ? time : RejectionReason.TimeNotAnInteger.Code();
        string? difference = Compare("JSON value", number, jsonValue, Describe(Json($"{number}}}", out ParsedEvent e), e.Value));
        difference ??= Compare("CSV value", number, value, Describe(_csv.Parse("u"u8, text, ""u8, out e), e.Value));
        difference ??= Compare("JSON time", number, jsonTime, Describe(Json($"1,\"time\":{number}}}", out e), e.Time));
        difference ??= Compare("CSV time", number, time, Describe(_csv.Parse("u"u8, "1"u8, text, out e), e.Time));
        return difference;
    }

    // In JSON a time is what Postgres casts to bigint, and a value what it casts to double precision.
    private static bool IsBigint(string number) =>
        long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private RejectionReason Json(string afterValue, out ParsedEvent parsed) =>
        _json.Parse(Encoding.UTF8.GetBytes("{\"user_id\":\"u\",\"value\":" + afterValue), out parsed);

    private static string? Compare(string what, string number, string expected, string found) =>
        expected == found ? null : $"{what} {number}: expected {expected}, found {found}";

    private static string Describe(double value) =>
        double.IsInfinity(value) ? RejectionReason.ValueNotFinite.Code()
        : Math.Abs(value) > EventLimits.MaxValue ? RejectionReason.ValueOutOfRange.Code()
        : Bits(value);

    private static string Describe(BigInteger? time) => time switch
    {
        null => RejectionReason.TimeNotAnInteger.Code(),
        { Sign: < 0 } => RejectionReason.TimeBefore1970.Code(),
        { } number when number > EventLimits.MaxTime => RejectionReason.TimeAfter2262.Code(),
        { } number => number.ToString(CultureInfo.InvariantCulture),
    };

    private static string Describe(RejectionReason reason, double value) =>
        reason == RejectionReason.None ? Bits(value) : reason.Code();

    private static string Describe(RejectionReason reason, long? time) =>
        reason == RejectionReason.None ? time?.ToString(CultureInfo.InvariantCulture) ?? "none" : reason.Code();

    private static string Bits(double value) =>
        string.Create(CultureInfo.InvariantCulture, $"{value:R} ({BitConverter.DoubleToInt64Bits(value):x16})");
}
