using System.Text;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Pipelines.Tests.Windows.Runs;

/// <summary>A log of several partitions, the windows to compute, and the steps that happen while it is read.</summary>
/// <param name="Definitions">The windows.</param>
/// <param name="Clock">The watermark settings.</param>
/// <param name="MaxOpen">The maximum number of open windows in the state of a user.</param>
/// <param name="Log">Each partition's events, in order.</param>
/// <param name="Script">The steps before the rest is read to the end.</param>
internal sealed record WindowCase(
    IReadOnlyList<WindowDefinition> Definitions,
    WatermarkSettings Clock,
    int MaxOpen,
    IReadOnlyList<IReadOnlyList<PlacedEvent>> Log,
    IReadOnlyList<Step> Script)
{
    internal IEnumerable<string> Users => Log.SelectMany(events => events).Select(placed => placed.UserId).Distinct();

    /// <summary>Smaller variants of this case, for shrinking.</summary>
    internal IEnumerable<WindowCase> Smaller() =>
    [
        .. Without(Script).Select(script => this with { Script = script }),
        .. Without(Definitions).Select(definitions => this with { Definitions = definitions }),
        .. Log.SelectMany((events, partition) => Without(events).Select(fewer =>
            this with { Log = [.. Log.Take(partition), fewer, .. Log.Skip(partition + 1)] })),
    ];

    public override string ToString()
    {
        var text = new StringBuilder().AppendLine().AppendLine($"{Clock}, at most {MaxOpen} open");
        foreach (WindowDefinition window in Definitions)
        {
            text.AppendLine(
                $"{window.Name}: {window.Kind} size {window.Size} hop {window.Hop} gap {window.Gap} origin {window.Origin} " +
                $"lateness {window.Lateness}");
        }

        foreach (IReadOnlyList<PlacedEvent> events in Log.Where(events => events.Count > 0))
        {
            text.AppendLine(
                $"{events[0].Partition}: " +
                string.Join(" ", events.Select(
                    placed => $"{placed.Offset}:{placed.UserId}@{placed.Time}({placed.Recorded})={placed.Value}")));
        }

        return text.AppendJoin("; ", Script).ToString();
    }

    private static IEnumerable<List<T>> Without<T>(IReadOnlyList<T> items)
    {
        for (int length = items.Count / 2; length >= 1; length /= 2)
        {
            for (int start = 0; start + length <= items.Count; start += length)
            {
                yield return [.. items.Take(start), .. items.Skip(start + length)];
            }
        }
    }
}
