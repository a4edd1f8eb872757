using PathwayOrleans.Aggregation;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Producer.Tests;

/// <summary>Compares the oracle with results that were computed by hand.</summary>
public sealed class WindowExpectationTests
{
    private static readonly WatermarkSettings Clock = new(OutOfOrderness: 0, MaxAhead: 1_000);

    [Fact]
    public void Tumbling_windows_include_their_start_and_exclude_their_end() => AssertRows(
        [WindowDefinition.Tumbling("t", 10, origin: 3)], [2, 3, 12, 13], "t -7..3:1 t 3..13:2 t 13..23:1");

    [Fact]
    public void Sliding_windows_begin_every_hop() => AssertRows(
        [WindowDefinition.Sliding("s", 10, 4, lateness: 100)], [9, 10], "s 0..10:1 s 4..14:2 s 8..18:2");

    [Fact]
    public void Events_between_windows_are_in_no_window() =>
        AssertRows([WindowDefinition.Sliding("s", 5, 10)], [4, 5, 9, 10], "s 0..5:1 s 10..15:1");

    [Fact]
    public void A_session_ends_at_its_gap() =>
        AssertRows([WindowDefinition.Session("e", 10)], [0, 9, 19, 28], "e 0..19:2 e 19..38:2");

    [Fact]
    public void An_event_between_sessions_merges_them() => AssertRows(
        [WindowDefinition.Session("e", 10, lateness: 100)], [0, 15, 30, 7, 50], "e 0..25:3 e 30..40:1 e 50..60:1");

    [Fact]
    public void Late_events_count_only_in_the_totals()
    {
        WindowExpectation expected = AssertRows(
            [WindowDefinition.Tumbling(
                "t", 10), WindowDefinition.Tumbling("later", 10, lateness: 5), WindowDefinition.Session("e", 10, lateness: 1)],
            [9, 12, 8, 15, 7, 17, 7], "t 0..10:1 t 10..20:3 later 0..10:2 later 10..20:3 e 7..27:7");
        Assert.Equal(["2 t", "4 t,later", "6 t,later"], DisplayFormat(expected));
        Assert.Equal(new UserExpectation("u", 7, 7, 17), Assert.Single(expected.Users));
    }

    [Fact]
    public void A_closed_session_does_not_change()
    {
        WindowExpectation expected = AssertRows(
            [WindowDefinition.Session("e", 10)], [0, 10, 5, 19, 9, 8, 0], "e 0..10:1 e 5..29:5");
        Assert.Equal(["6 e"], DisplayFormat(expected));
    }

    [Fact]
    public void Events_from_the_future_do_not_count()
    {
        WindowExpectation expected = AssertRows(
            [WindowDefinition.Tumbling("t", 10)], [5, 1_011, 6, 1_010], "t 0..10:2 t 1010..1020:1", recorded: 10);
        Assert.Equal([1L], expected.Future.Select(future => future.Offset));
        Assert.Equal(3, Assert.Single(expected.Users).Count);
    }

    [Fact]
    public void Each_partition_has_its_own_watermark()
    {
        var expected = new WindowExpectation([WindowDefinition.Tumbling("t", 10)], Clock);
        expected.AddPartition([Placed(0, 0, 5), Placed(0, 1, 20), Placed(0, 2, 6)]);
        expected.AddPartition([Placed(1, 0, 5), Placed(1, 1, 9), Placed(1, 2, 6)]);
        Assert.Equal("t 0..10:4 t 20..30:1", Rows(expected));
        Assert.Equal((SourcePartition.Of("s", 0), 2), Assert.Single(expected.Late.Keys));
    }

    private static WindowExpectation AssertRows(WindowDefinition[] windows, long[] times, string rows, long? recorded = null)
    {
        var expected = new WindowExpectation(windows, Clock);
        expected.AddPartition(times.Select((time, offset) => Placed(0, offset, time) with { Recorded = recorded }));
        Assert.Equal(rows, Rows(expected));
        return expected;
    }

    private static PlacedEvent Placed(int partition, long offset, long time) =>
        new(SourcePartition.Of("s", partition), offset, "u", time, 1);

    private static string Rows(WindowExpectation expected) => string.Join(' ', expected.Rows
        .GroupBy(row => row.Name)
        .SelectMany(rows => rows.OrderBy(row => row.Start)).Select(row => $"{row.Name} {row.Start}..{row.End}:{row.Count}"));

    private static string[] DisplayFormat(WindowExpectation expected) =>
        [.. expected.Late.OrderBy(late => late.Key.Offset).Select(late => $"{late.Key.Offset} {string.Join(',', late.Value)}")];
}
