using System.Diagnostics.Metrics;
using PathwayOrleans.Engine.Status;

namespace PathwayOrleans.HttpApi.Tests;

/// <summary>
/// Listens to all meters of that name in the process, so no other test of this collection may run at the same time.
/// </summary>
[Collection("Metrics")]
public class PathwayMetricsTests
{
    // Dashboards depend on these: names and units must not change.
    private static readonly string[] Published =
    [
        "pathway.commit.duration histogram s",
        "pathway.commit.users histogram {user}",
        "pathway.commits counter {commit}",
        "pathway.commits.rejected counter {commit}",
        "pathway.database.connections gauge {connection}",
        "pathway.events.applied counter {event}",
        "pathway.events.dead_lettered counter {event}",
        "pathway.events.future counter {event}",
        "pathway.events.in_flight gauge {event}",
        "pathway.events.late counter {event}",
        "pathway.events.skipped counter {event}",
        "pathway.lag gauge {event}",
        "pathway.partitions gauge {partition}",
        "pathway.partitions.paused gauge {partition}",
        "pathway.pauses counter {pause}",
        "pathway.problems gauge {problem}",
        "pathway.users.in_memory gauge {user}",
        "pathway.windows.evicted counter {window}",
        "pathway.windows.recalls counter {reload}",
        "pathway.windows.rows counter {row}",
    ];

    [Fact]
    public void Every_metric_has_its_published_name_and_unit_and_a_description()
    {
        using var metrics = new PathwayMetrics();
        metrics.Observe(new FakeEngine());
        using var collector = new Collector();
        Assert.Equal(Published, collector.Instruments.Select(i => $"{i.Name} {Kind(i)} {i.Unit}").Order(StringComparer.Ordinal));
        Assert.All(collector.Instruments, instrument => Assert.EndsWith(".", instrument.Description, StringComparison.Ordinal));
    }

    [Fact]
    public void Counters_and_gauges_show_the_engines_current_values()
    {
        var engine = new FakeEngine();
        using var metrics = new PathwayMetrics();
        metrics.Observe(engine);
        using var collector = new Collector();
        Dictionary<string, double> expected = new()
        {
            ["pathway.events.applied"] = 101,
            ["pathway.events.skipped"] = 102,
            ["pathway.events.dead_lettered"] = 103,
            ["pathway.commits"] = 104,
            ["pathway.commits.rejected"] = 106,
            ["pathway.events.in_flight"] = 107,
            ["pathway.users.in_memory"] = 108,
            ["pathway.partitions.paused"] = 109,
            ["pathway.partitions state=paused"] = 0,
            ["pathway.partitions state=positioning"] = 0,
            ["pathway.partitions state=reading"] = 1,
            ["pathway.partitions state=stopped"] = 1,
            ["pathway.pauses"] = 110,
            ["pathway.problems"] = 2,
            ["pathway.database.connections"] = 2,
            ["pathway.lag partition=3"] = 3,
        };
        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), collector.Collect());

        engine.Status = engine.Status with { EventsApplied = 500 };
        engine.Partitions = [engine.Partitions[0] with { Lag = 0 }, new PartitionStatus(
            9, PartitionState.Paused, "1", "1", "8", 7, null)];
        expected["pathway.events.applied"] = 500;
        expected["pathway.lag partition=3"] = 0;
        expected["pathway.lag partition=9"] = 7;
        expected["pathway.partitions state=paused"] = 1;
        expected["pathway.partitions state=stopped"] = 0;
        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), collector.Collect());
    }

    [Fact]
    public void Commit_metrics_are_recorded_at_once()
    {
        using var metrics = new PathwayMetrics();
        using var collector = new Collector();
        metrics.CommitFinished(250, TimeSpan.FromMilliseconds(1500));
        Assert.Equal([new("pathway.commit.duration", 1.5), new("pathway.commit.users", 250)], collector.Collect());
    }

    [Fact]
    public void Window_metrics_are_recorded_at_once()
    {
        using var metrics = new PathwayMetrics();
        using var collector = new Collector();
        metrics.WindowsWritten(7, 2, 1);
        metrics.FutureEvents(3);
        metrics.WindowsReloaded();
        Assert.Equal(
            [
                new("pathway.events.future", 3), new("pathway.events.late", 2), new("pathway.windows.evicted", 1),
                new("pathway.windows.recalls", 1), new("pathway.windows.rows", 7),
            ],
            collector.Collect());
    }

    [Fact]
    public void Disposed_engine_has_no_metrics()
    {
        using var collector = new Collector();
        using (var metrics = new PathwayMetrics())
        {
            metrics.Observe(new FakeEngine());
            Assert.NotEmpty(collector.Collect());
        }

        Assert.Empty(collector.Collect());
    }

    private static string Kind(Instrument instrument) =>
        instrument.GetType().Name switch
        {
            "ObservableCounter`1" or "Counter`1" => "counter",
            "ObservableGauge`1" => "gauge",
            "Histogram`1" => "histogram",
            { } other => other,
        };

    private sealed class Collector : IDisposable
    {
        private readonly MeterListener _listener = new();
        private readonly Dictionary<string, double> _values = [];

        internal Collector()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == PathwayMetrics.MeterName)
                {
                    Instruments.Add(instrument);
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Record(instrument, value, tags));
            _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Record(instrument, value, tags));
            _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Record(instrument, value, tags));
            _listener.Start();
        }

        internal List<Instrument> Instruments { get; } = [];

        internal KeyValuePair<string, double>[] Collect()
        {
            _listener.RecordObservableInstruments();
            KeyValuePair<string, double>[] values = [.. _values.OrderBy(pair => pair.Key, StringComparer.Ordinal)];
            _values.Clear();
            return values;
        }

        public void Dispose() => _listener.Dispose();

        private void Record(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string name = instrument.Name;
            foreach ((string key, object? tag) in tags)
            {
                name += $" {key}={tag}";
            }

            _values.Add(name, value);
        }
    }
}
