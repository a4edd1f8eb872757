using PathwayOrleans.Producer.Load;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Testing.Pipelines;
using Xunit;

namespace PathwayOrleans.Testing.Workload;

/// <summary>Compares a database with the results of the oracle.</summary>
public static class WindowAssert
{
    /// <summary>Asserts that window rows, totals, late events and future events are exactly the expected ones.</summary>
    public static async Task IsAsExpectedAsync(PostgresForTests database, WindowExpectation expected)
    {
        ArgumentNullException.ThrowIfNull(database);
        ArgumentNullException.ThrowIfNull(expected);
        Assert.Equal(
            Sorted(expected.Rows.Select(row => FormattableString.Invariant(
                $"{row.UserId}|{row.Name}|{row.Start}|{row.End}|{row.Count}|{row.Total}|{row.Min}|{row.Max}|{row.First}|{row.Last}"))),
            Sorted(await WindowedEvents.RowsAsync(database)));
        Assert.Equal(
            Sorted(expected.Users.Select(Totals)),
            Sorted(await database.RowsAsync("SELECT user_id, count, total_value, time FROM events")));
        Assert.Equal(
            Sorted(expected.Late.Select(
                late =>
                    $"{late.Key.Partition.Source}|{late.Key.Partition.Partition}|{late.Key.Offset}|late|{string.Join(',', late.Value)}")
                .Concat(expected.Future.Select(
                    future => $"{future.Partition.Source}|{future.Partition.Partition}|{future.Offset}|future|null"))),
            Sorted(await database.RowsAsync(
                "SELECT source, partition, position, reason, array_to_string(windows, ',') FROM dead_letters")));
    }

    private static string Totals(UserExpectation user) =>
        FormattableString.Invariant($"{user.UserId}|{user.Count}|{user.TotalValue}|{user.LastTime}");

    private static string[] Sorted(IEnumerable<string> rows) => [.. rows.Order(StringComparer.Ordinal)];
}
