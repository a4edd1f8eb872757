using System.Globalization;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.Running;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Pipelines.Tests.Support;
using WindowDefinition = PathwayOrleans.Aggregation.Windows.WindowDefinition;

namespace PathwayOrleans.Pipelines.Tests.State;

/// <summary>
/// Does the same with the state of a pipeline and with the counting that was there before: late events, eviction, reloads, merged
/// sessions, rejected commits, more windows than the limit, restarts, several partitions.
/// </summary>
public sealed class CountingComparisonTests
{
    private const int Seeds = 60;
    private const int Steps = 400;

    private const string Aggregates =
        "count(*) AS c, sum(value) AS t, min(value) AS lo, max(value) AS hi, min(event_time) AS f, max(event_time) AS l";

    private static readonly string Sql =
        $"""
        CREATE SOURCE m (user_id text NOT NULL, value double precision NOT NULL, event_time bigint NOT NULL,
            WATERMARK FOR event_time AS event_time);
        CREATE MATERIALIZED VIEW events AS
        SELECT user_id, count(*) AS count, sum(value) AS total_value, max(event_time) AS time FROM m GROUP BY user_id;
        {View("tumbling", "TUMBLE(m, event_time, INTERVAL '10 ms')", "3 ms")}
        {View("hopping", "HOP(m, event_time, INTERVAL '3 ms', INTERVAL '10 ms')", "0 ms")}
        {View("sessions", "SESSION(m, event_time, INTERVAL '5 ms')", "4 ms")}
        """;

    private static readonly WindowDefinition[] Definitions =
    [
        WindowDefinition.Tumbling("tumbling", 10, lateness: 3), WindowDefinition.Sliding("hopping", 10, 3),
        WindowDefinition.Session("sessions", 5, lateness: 4),
    ];

    [Fact]
    public void A_pipeline_does_what_the_counting_did()
    {
        var seen = new Occurrences();
        for (int seed = 0; seed < Seeds; seed++)
        {
            var run = new Comparison(seed, seen);
            try
            {
                for (int i = 0; i < Steps; i++)
                {
                    run.Step();
                }

                run.End();
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Seed {seed}.", e);
            }
        }

        // Each of these has happened often enough that a difference would have been found.
        Assert.InRange(seen.Reloads, 100, int.MaxValue);
        Assert.InRange(seen.Gone, 100, int.MaxValue);
        Assert.InRange(seen.Late, 100, int.MaxValue);
        Assert.InRange(seen.Evicted, 100, int.MaxValue);
        Assert.InRange(seen.Skipped, 100, int.MaxValue);
    }

    private static string View(string name, string window, string lateness) =>
        $"CREATE MATERIALIZED VIEW {name} WITH (allowed_lateness = '{lateness}') AS SELECT user_id, window_start, window_end, " +
        $"{Aggregates} FROM {window} GROUP BY user_id, window_start, window_end;";

    private sealed class Occurrences
    {
        internal int Reloads { get; set; }

        internal int Gone { get; set; }

        internal int Late { get; set; }

        internal int Evicted { get; set; }

        internal int Skipped { get; set; }
    }

    private sealed class Comparison(int seed, Occurrences seen)
    {
        private static readonly CompiledPipeline Pipeline = Compiled.Pipeline(Sql);

        private readonly Random _random = new(seed);
        private readonly WindowSet _windows = new(Definitions, maxOpenPerUser: seed % 3 == 0 ? 4 : 1_000);
        private readonly RecordReader _reader = Compiled.Reader(Pipeline);
        private readonly SourcePartition[] _partitions =
            [.. Enumerable.Range(0, 1 + (seed % 3)).Select(i => SourcePartition.Of("topic", i))];

        private readonly long[] _watermarks = new long[3];
        private readonly long[] _positions = new long[3];
        private readonly Dictionary<(string, long), WindowAggregate> _counted = [];
        private readonly ViewTable[] _tables = [.. Pipeline.Views.Select(view => new ViewTable(view))];
        private UserState _user = new("u");
        private KeyState? _key;
        private long _now;

        internal void Step()
        {
            switch (_random.Next(12))
            {
                case 0:
                    Commit(isRejected: _random.Next(3) == 0);
                    break;
                case 1:
                    Restart();
                    break;
                default:
                    Event();
                    break;
            }
        }

        internal void End()
        {
            Commit(isRejected: false);
            Assert.Equal(
                _counted.Values.Select(Describe).Order(),
                _tables[1..].SelectMany(table => table.Rows).Select(row => Describe(row)[row.View.Name.Length..]).Order());
        }

        private void Event()
        {
            _now += _random.Next(4);
            int partition = _random.Next(_partitions.Length);
            long time = Compiled.Start + Math.Max(0, _now - _random.Next(_random.Next(30) + 1));
            long watermark = _watermarks[partition] == 0 ? WatermarkTracker.None : _watermarks[partition];
            long position = _random.Next(10) == 0 ? Math.Max(0, _positions[partition] - 1) : ++_positions[partition];
            double value = Math.Round(_random.NextDouble() * 100, 2);
            var counted = new UserEvent("u", value, time);
            Assert.Null(_reader.Read(string.Create(
                CultureInfo.InvariantCulture, $$"""{"user_id":"u","value":{{value}},"event_time":{{time}}}""")));
            _key ??= new KeyState(Pipeline, _reader.Row.Key!);
            (ApplyOutcome expected, EventOutcome actual) = Apply(partition, position, counted, watermark);
            Assert.Equal(expected.ToString(), actual.ToString());
            seen.Skipped += expected == ApplyOutcome.Skipped ? 1 : 0;
            if (expected == ApplyOutcome.NeedsReload)
            {
                seen.Reloads++;
                Commit(isRejected: false);
                Reload(counted, watermark);
                (expected, actual) = Apply(partition, position, counted, watermark);
                Assert.Equal(ApplyOutcome.Applied, expected);
                Assert.Equal(EventOutcome.Applied, actual);
            }

            _watermarks[partition] = Math.Max(_watermarks[partition], time - 5);
            Assert.Equal(_user.OpenWindows, _key.OpenWindows);
        }

        private (ApplyOutcome Expected, EventOutcome Actual) Apply(
            int partition, long position, UserEvent counted, long watermark) => (
            _user.Apply(_partitions[partition], Position.FromOffset(position), counted, watermark, _windows),
            _key!.Apply(
                _reader.Row, _partitions[partition], Position.FromOffset(position), watermark, "raw"u8, out _));

        private void Reload(UserEvent counted, long watermark)
        {
            foreach (WindowReload reload in _user.ReloadsFor(counted, watermark, _windows))
            {
                WindowAggregate[] own =
                    [.. _counted.Where(row => row.Key.Item1 == reload.Name).Select(row => row.Value).OrderBy(row => row.Start)];
                WindowAggregate[] last = reload.Name == "sessions"
                    ? [.. own.Where(row => row.Start < reload.ScanFrom).TakeLast(1)]
                    : [];
                _user.Reload(reload,
                [
                    .. last.Concat(own.Where(row => row.Start >= reload.ScanFrom && row.Start < reload.To))
                        .Where(row => row.End > reload.From),
                ]);
            }

            foreach (ViewReload reload in _key!.ReloadsFor(_reader.Row, watermark))
            {
                _key.Reload(reload, _tables[reload.View.Index].Load(_key.Key, reload));
            }
        }

        private void Commit(bool isRejected)
        {
            WindowChanges? counted = _user.TakeWindowChanges(_windows);
            ViewChanges? changes = _key?.TakeChanges(_windows.MaxOpenPerUser);
            Assert.Equal(counted is null, changes is null);
            if (counted is null || changes is null)
            {
                return;
            }

            ViewRow[] windows = [.. changes.Rows.Where(row => row.View.Windows is not null)];
            Assert.Equal(
                counted.Rows.Select(row => row.Name + Describe(row.Window)).Order(), windows.Select(Describe).Order());
            Assert.Equal(
                counted.Gone.Select(key => (key.Name, key.Start * 1000)).Order(),
                changes.Gone.Select(row => (row.View.Name, row.Start)).Order());
            Assert.Equal(
                counted.Late.Select(late => $"{late.Position} {late.Windows} {late.Event.Time}000"),
                changes.Late.Select(late => $"{late.Position} {late.Views} {late.EventTime}"));
            Assert.Equal(counted.Evicted, changes.Evicted);
            seen.Gone += changes.Gone.Count;
            seen.Late += changes.Late.Count;
            seen.Evicted += changes.Evicted;
            Assert.Equal(_user.OpenWindows, _key!.OpenWindows);
            ViewRow? totals = changes.Rows.Select(row => (ViewRow?)row).FirstOrDefault(row => row!.Value.View.Index == 0);
            Assert.Equal(
                (object?[])["u", _user.Count, _user.TotalValue, _user.LastEventTime],
                totals?.Values ?? ["u", _user.Count, _user.TotalValue, _user.LastEventTime]);
            if (isRejected)
            {
                _user.RestoreWindowChanges(counted);
                _key.RestoreChanges(changes);
                return;
            }

            Store(counted, changes);
        }

        private void Store(WindowChanges counted, ViewChanges changes)
        {
            foreach (WindowKey gone in counted.Gone)
            {
                _counted.Remove((gone.Name, gone.Start));
            }

            foreach (WindowRow row in counted.Rows)
            {
                _counted[(row.Name, row.Window.Start)] = row.Window;
            }

            foreach (ViewRowKey gone in changes.Gone)
            {
                _tables[gone.View.Index].Delete(_key!.Key, gone.Start);
            }

            foreach (ViewRow row in changes.Rows)
            {
                _tables[row.View.Index].Write(_key!.Key, row);
            }
        }

        private void Restart()
        {
            if (_key is null)
            {
                return;
            }

            Commit(isRejected: false);
            using var old = new UserStateCodec();
            using var codec = new KeyStateCodec();
            byte[] before = old.Encode(_user);
            if (_random.Next(4) == 0)
            {
                // A state that was written before there were pipelines.
                _key = KeyStateCodec.Decode(before, Pipeline, _key.Key);
            }
            else
            {
                byte[] payload = codec.Encode(_key);
                _key = KeyStateCodec.Decode(payload, Pipeline, _key.Key);
                Assert.Equal(payload, codec.Encode(_key));
            }

            _user = UserStateCodec.Decode(before, "u");
        }

        private static string Describe(WindowAggregate window) => string.Create(
            CultureInfo.InvariantCulture,
            $"|{window.Start}000|{window.End}000|{window.Count}|{window.Total:R}|{window.Min:R}|{window.Max:R}|{window.First}|{window.Last}");

        private static string Describe(ViewRow row) => string.Create(
            CultureInfo.InvariantCulture,
            $"{row.View.Name}|{row.Start}|{row.End}|{row.Values[3]}|{row.Values[4]:R}|{row.Values[5]:R}|{row.Values[6]:R}|{row.Values[7]}|{row.Values[8]}");
    }
}
