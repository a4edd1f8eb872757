using System.Globalization;
using PathwayOrleans.Display;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Cli.Report.Output;

/// <summary>Event times for people.</summary>
internal static class EventTimeText
{
    private static readonly long First = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>ISO-8601 in UTC; as it is where no calendar goes so far. The watermark of an input that has ended is said to be that.</summary>
    internal static string Of(long milliseconds) => milliseconds switch
    {
        EndedInputs.Watermark => "ended",
        _ when milliseconds >= First && milliseconds <= Last => Shown.EventTime(milliseconds),
        _ => milliseconds.ToString(CultureInfo.InvariantCulture),
    };

    /// <summary>Milliseconds as a person counts them.</summary>
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
