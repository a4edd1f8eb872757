using System.Globalization;
using System.Text;

namespace PathwayOrleans.Standalone.Tests.Batch;

/// <summary>
/// Events as records of a file, and the rows that they must result in. Values are multiples of 0.25, so that sums are exact in
/// any order.
/// </summary>
internal sealed class BatchEvents(int seed, int count, int users, string prefix = "u")
{
    private readonly (string User, double Value, long Time)[] _events = Create(seed, count, users, prefix);

    internal int Count => _events.Length;

    internal string Ndjson => string.Concat(_events.Select(
        e => string.Create(
            CultureInfo.InvariantCulture, $"{{\"user_id\":\"{e.User}\",\"value\":{e.Value},\"time\":{e.Time}}}\n")));

    internal string Csv => _events.Aggregate(
        new StringBuilder("time,user_id,value\n"),
        (text, e) => text.Append(CultureInfo.InvariantCulture, $"{e.Time},{e.User},{e.Value}\n")).ToString();

    /// <summary>The result of <see cref="RowsSql"/> when each of the events was counted once.</summary>
    internal static string[] Rows(params BatchEvents[] all) =>
    [
        .. all.SelectMany(events => events._events)
            .GroupBy(e => e.User)
            .OrderBy(user => user.Key, StringComparer.Ordinal)
            .Select(user => FormattableString.Invariant(
                $"{user.Key}|{user.Count()}|{user.Sum(e => e.Value)}|{user.Max(e => e.Time)}")),
    ];

    internal const string RowsSql = """SELECT user_id, count, total_value, time FROM events ORDER BY user_id COLLATE "C" """;

    private static (string, double, long)[] Create(int seed, int count, int users, string prefix)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(
            i => ($"{prefix}{random.Next(users)}", random.Next(4_000) / 4.0, 1_700_000_000_000 + i + random.Next(100)))];
    }
}
