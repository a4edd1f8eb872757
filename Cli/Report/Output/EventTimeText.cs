using System.Globalization;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Cli.Report.Output;

/// <summary>Formats event times for display.</summary>
internal static class EventTimeText
{
    private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>
    /// ISO-8601 in UTC; milliseconds if outside the calendar's range; <c>ended</c> for the watermark of an input that has ended.
    /// </summary>
    internal static string Of(long milliseconds) => milliseconds switch
    {
        EndedInputs.Watermark => "ended",
        _ when milliseconds >= First && milliseconds <= Last => DisplayFormat.EventTime(milliseconds),
        _ => milliseconds.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>A duration with a suitable unit.</summary>
    internal static string Span(long milliseconds) => TimeSpan.FromMilliseconds(Math.Abs(milliseconds)) switch
    {
        { TotalSeconds: < 100 } span => Unit(milliseconds, span.TotalSeconds, "s"),
        { TotalMinutes: < 100 } span => Unit(milliseconds, span.TotalMinutes, "min"),
        { TotalHours: < 72 } span => Unit(milliseconds, span.TotalHours, "h"),
        var span => Unit(milliseconds, span.TotalDays, "days"),
    };

    private static string Unit(long milliseconds, double amount, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{(milliseconds < 0 ? "-" : "")}{amount:0.#} {unit}");
}
