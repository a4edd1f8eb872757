using PathwayOrleans.Pipelines.Runtime;
using PathwayOrleans.Pipelines.Runtime.Functions;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Reads the text of an interval: numbers with units (<c>1 hour 30 minutes</c>) and times (<c>01:30:00</c>).</summary>
internal static class IntervalText
{
    internal static bool TryParse(string text, out PgInterval interval)
    {
        try
        {
            Interval read = Cast.ToInterval(text);
            interval = new PgInterval(read.Months, read.Days, read.Microseconds);
            return true;
        }
        catch (EvaluationException)
        {
            interval = default;
            return false;
        }
    }
}
