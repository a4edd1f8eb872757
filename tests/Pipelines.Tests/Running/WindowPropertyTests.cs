using System.Globalization;
using System.Text;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.Running;
using PathwayOrleans.Pipelines.Runtime.Values;
using PathwayOrleans.Pipelines.Tests.Support;

namespace PathwayOrleans.Pipelines.Tests.Running;

/// <summary>
/// Compares cumulating windows and windows of a calendar with an oracle that lists all windows and looks into which of them an
/// event falls. Events of several keys and partitions are out of order, some of them late; few windows stay in the states.
/// </summary>
[Trait("Tier", "Slow")]
public sealed class WindowPropertyTests
{
    private const int Events = 600;
    private const int Partitions = 3;
    private const long Delay = 2_000;
    private const long Minute = 60_000;
    private const long Day = 24 * 60 * Minute;

    [Theory]
    [InlineData(1, 10, 0, 0)]
    [InlineData(1, 60, 0, 5)]
    [InlineData(15, 60, 20, 0)]
    [InlineData(5, 5, 3, 30)]
    [InlineData(240, 1440, 0, 60)]
    public void Cumulating_windows_equal_those_of_the_oracle(int step, int size, int offset, int lateness)
    {
        string window =
            $"CUMULATE(s, ts, INTERVAL '{step} minutes', INTERVAL '{size} minutes', INTERVAL '{offset} minutes')";
        long spread = size * 20 * Minute;
        List<(long Start, long End)> windows = [];
        long first = (Compiled.Start / (size * Minute) - 25) * size * Minute + (offset * Minute);
        for (long start = first; start < Compiled.Start + spread + (2 * size * Minute); start += size * Minute)
        {
            for (long end = start + (step * Minute); end <= start + (size * Minute); end += step * Minute)
            {
                windows.Add((start, end));
            }
        }

        Compare(window, windows, spread, lateness * Minute, size + offset);
    }

    [Theory]
    [InlineData("1 day", "Europe/Berlin", 0)]
    [InlineData("1 day", "America/New_York", 600)]
    [InlineData("3 days", "Australia/Lord_Howe", 0)]
    [InlineData("1 week", "Europe/Berlin", 1_440)]
    [InlineData("1 month", "America/New_York", 0)]
    [InlineData("3 months", "Europe/Berlin", 10_000)]
    public void Windows_of_a_calendar_equal_those_of_the_oracle(string size, string zone, int lateness)
    {
        string[] parts = size.Split(' ');
        int count = int.Parse(parts[0], CultureInfo.InvariantCulture);
        TimeZoneInfo rules = TimeZoneInfo.FindSystemTimeZoneById(zone);
        List<(long Start, long End)> windows = [];
        for (DateTime start = new(2001, 1, 1, 0, 0, 0, DateTimeKind.Unspecified), end; start.Year < 2026; start = end)
        {
            end = parts[1][0] switch
            {
                'd' => start.AddDays(count),
                'w' => start.AddDays(7 * count),
                _ => start.AddMonths(count),
            };
            windows.Add((Milliseconds(start, rules), Milliseconds(end, rules)));
        }

        // Only those in which there may be events.
        windows.RemoveAll(window => window.End < Compiled.Start - (200 * Day));
        Compare($"TUMBLE(s, ts, INTERVAL '{size}', time_zone => '{zone}')", windows, 400 * Day, lateness * Minute, size.Length);
    }

    private static long Milliseconds(DateTime local, TimeZoneInfo zone) =>
        new DateTimeOffset(TimeZoneInfo.ConvertTimeToUtc(local, zone)).ToUnixTimeMilliseconds();

    private static void Compare(string window, List<(long Start, long End)> windows, long spread, long lateness, int seed)
    {
        var runner = new PipelineRunner(
            Compiled.Pipeline(
                $"""
                CREATE SOURCE s (k text NOT NULL, x bigint, ts timestamptz NOT NULL,
                    WATERMARK FOR ts AS ts - INTERVAL '2 seconds');
                CREATE MATERIALIZED VIEW v WITH (allowed_lateness = '{lateness / 1000} seconds') AS
                SELECT k, window_start, window_end, count(*) AS c, sum(x) AS x, last_value(x) AS l FROM {window}
                GROUP BY k, window_start, window_end;
                """),
            maxOpen: 3);
        var random = new Random(seed);
        var expected =
            new SortedDictionary<(string Key, long Start, long End), (long Count, decimal Sum, (long, int) Last, long X)>();
        long[] watermarks = [.. Enumerable.Repeat(long.MinValue, Partitions)];
        int late = 0;
        for (int i = 0; i < Events; i++)
        {
            int partition = random.Next(Partitions);
            string key = $"k{random.Next(2)}";
            long disorder = random.Next(4) == 0 ? random.NextInt64(spread / 5) : random.NextInt64(Minute);
            long time = Compiled.Start + (i * spread / Events) - disorder;
            long value = random.Next(100);
            runner.Process(
                SourcePartition.Of("topic", partition),
                Position.FromOffset(i),
                Encoding.UTF8.GetBytes(string.Create(
                    CultureInfo.InvariantCulture, $$"""{"k":"{{key}}","x":{{value}},"ts":{{time}}}""")),
                default);
            if (random.Next(30) == 0)
            {
                runner.Flush();
            }

            bool isLate = false;
            foreach ((long start, long end) in windows.Where(window => window.Start <= time && time < window.End))
            {
                if (watermarks[partition] != long.MinValue && end <= watermarks[partition] - lateness)
                {
                    isLate = true;
                    continue;
                }

                var row = expected.GetValueOrDefault((key, start, end));
                bool isLast = row.Count == 0 || (time, i).CompareTo(row.Last) > 0;
                expected[(key, start, end)] =
                    (row.Count + 1, row.Sum + value, isLast ? (time, i) : row.Last, isLast ? value : row.X);
            }

            late += isLate ? 1 : 0;
            watermarks[partition] = Math.Max(watermarks[partition], time - Delay);
        }

        runner.Flush();
        Assert.Equal(
            expected.Select(row => string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Key.Key} {row.Key.Start} {row.Key.End} {row.Value.Count} {row.Value.Sum} {row.Value.X}")),
            runner.Tables[0].Rows.Select(row => string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Values[0]} {Time(row.Values[1])} {Time(row.Values[2])} {row.Values[3]} {row.Values[4]} {row.Values[5]}")));
        Assert.Equal(late, runner.DeadLetters.Count);
        Assert.InRange(expected.Count, 3, int.MaxValue);
    }

    private static long Time(object? value) => ((Timestamptz)value!).UnixMilliseconds;
}
