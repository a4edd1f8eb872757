namespace PathwayOrleans.Pipelines;

/// <summary>
/// Writes views of the built-in source with what windows had before they were views: count, total, lowest and highest value, and
/// first and last event time. Times are milliseconds.
/// </summary>
internal static class BuiltInWindow
{
    /// <summary>A view of tumbling windows.</summary>
    /// <param name="name">The name of the view.</param>
    /// <param name="size">The length of a window.</param>
    /// <param name="origin">A time at which a window starts, since the epoch.</param>
    /// <param name="lateness">How long after its end a window accepts events.</param>
    internal static string Tumbling(string name, long size, long origin = 0, long lateness = 0) =>
        View(name, $"TUMBLE({Arguments}, {Interval(size)}{Offset(origin, size)})", lateness);

    /// <summary>A view of windows of a size, one of which starts every hop.</summary>
    /// <param name="name">The name of the view.</param>
    /// <param name="size">The length of a window.</param>
    /// <param name="hop">The time from the start of a window to that of the next.</param>
    /// <param name="origin">A time at which a window starts, since the epoch.</param>
    /// <param name="lateness">How long after its end a window accepts events.</param>
    internal static string Sliding(string name, long size, long hop, long origin = 0, long lateness = 0) =>
        View(name, $"HOP({Arguments}, {Interval(hop)}, {Interval(size)}{Offset(origin, hop)})", lateness);

    /// <summary>A view of sessions.</summary>
    /// <param name="name">The name of the view.</param>
    /// <param name="gap">Events that are less than this apart belong to the same session.</param>
    /// <param name="lateness">How long after its end a session accepts events.</param>
    internal static string Session(string name, long gap, long lateness = 0) =>
        View(name, $"SESSION({Arguments}, {Interval(gap)})", lateness);

    private const string Arguments = $"{BuiltInPipeline.Source}, {BuiltInPipeline.EventTime}";

    private static string View(string name, string window, long lateness) =>
        $"""

        CREATE MATERIALIZED VIEW "{name.Replace("\"", "\"\"", StringComparison.Ordinal)}"{Lateness(lateness)} AS
        SELECT user_id, window_start, window_end, count(*) AS count, sum(value) AS total_value, min(value) AS min_value,
               max(value) AS max_value, min(event_time) AS first_time, max(event_time) AS last_time
        FROM {window}
        GROUP BY user_id, window_start, window_end;

        """;

    private static string Lateness(long lateness) => lateness == 0 ? "" : $" WITH (allowed_lateness = '{Text(lateness)}')";

    private static string Offset(long origin, long hop)
    {
        long offset = ((origin % hop) + hop) % hop;
        return offset == 0 ? "" : $", {Interval(offset)}";
    }

    private static string Interval(long milliseconds) => $"INTERVAL '{Text(milliseconds)}'";

    private static string Text(long milliseconds) => milliseconds % 1_000 == 0
        ? FormattableString.Invariant($"{milliseconds / 1_000} seconds")
        : FormattableString.Invariant($"{milliseconds} milliseconds");
}
