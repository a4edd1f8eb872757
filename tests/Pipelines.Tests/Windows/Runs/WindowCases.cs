using FsCheck;
using FsCheck.Fluent;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Pipelines.Tests.Windows.Runs;

/// <summary>Generates random cases with small values, so that events and windows often interact.</summary>
internal static class WindowCases
{
    private const int Partitions = 3;
    private const int Users = 2;

    // Compiling a pipeline takes longer than running a case, so cases share pipelines.
    private const int Pipelines = 30;

    private static readonly string[] Sources = ["a", "a", "b"];

    /// <summary>Each user's events are in one partition.</summary>
    internal static Gen<WindowCase> OfUsersInOnePartition =>
        Cases(OfAnyKind, (partition, user) => $"u{(user * Partitions) + partition}");

    /// <summary>Each user's events are in all partitions of two sources; only windows whose rows do not depend on that.</summary>
    internal static Gen<WindowCase> OfUsersInSeveralPartitions => Cases(OfAlignedKinds, (_, user) => $"u{user}");

    /// <summary>The same with windows of all kinds.</summary>
    internal static Gen<WindowCase> OfSessionsInSeveralPartitions => Cases(OfAnyKind, (_, user) => $"u{user}");

    private static Gen<Func<string, WindowDefinition>> Aligned => Gen.OneOf(Tumbling, Sliding);

    private static Gen<Func<string, WindowDefinition>> Any => Gen.OneOf(Tumbling, Sliding, Session, Session);

    private static Gen<Func<string, WindowDefinition>> Tumbling =>
        from size in Gen.Elements(1L, 4, 10, 25)
        from origin in Gen.Elements(0L, 3, -4, 1_000)
        from lateness in Lateness
        select new Func<string, WindowDefinition>(name => WindowDefinition.Tumbling(name, size, origin, lateness));

    private static Gen<Func<string, WindowDefinition>> Sliding =>
        from size in Gen.Elements(3L, 7, 10)
        from hop in Gen.Elements(1L, 3, 4, 10, 13)
        from origin in Gen.Elements(0L, 5, -4)
        from lateness in Lateness
        select new Func<string, WindowDefinition>(name => WindowDefinition.Sliding(name, size, hop, origin, lateness));

    private static Gen<Func<string, WindowDefinition>> Session =>
        from gap in Gen.Elements(1L, 4, 10)
        from lateness in Lateness
        select new Func<string, WindowDefinition>(name => WindowDefinition.Session(name, gap, lateness));

    private static Gen<long> Lateness => Gen.Elements(0L, 0, 3, 20);

    private static Gen<WatermarkSettings> Clock =>
        from outOfOrderness in Gen.Elements(0L, 2, 10, 30)
        from maxAhead in Gen.Elements(0L, 12, 50)
        select new WatermarkSettings(outOfOrderness, maxAhead);

    // How far time advances, and the event's offset from it.
    private static Gen<(int Advance, int Offset)> Times => Gen.Frequency(
        (8, Pair(Gen.Choose(0, 3), Gen.Choose(-3, 0))),
        (4, Pair(Gen.Choose(0, 1), Gen.Choose(-30, 0))),
        (2, Pair(Gen.Choose(4, 15), Gen.Constant(0))),
        (1, Pair(Gen.Constant(0), Gen.Choose(10, 80))),
        (1, Pair(Gen.Choose(20, 80), Gen.Choose(-5, 0))));

    private static Gen<Step> Steps => Gen.Frequency(
        (10, from partition in Gen.Choose(0, Partitions - 1)
             from count in Gen.Choose(1, 8)
             select (Step)new Step.Read(partition, count)),
        (4, from all in Gen.Elements(true, true, false)
            from progress in Gen.Elements(true, true, false)
            from users in Gen.Choose(0, (1 << (Users * Partitions)) - 1)
            select (Step)new Step.BeginCommit(all, progress, users)),
        (4, Gen.Elements(true, true, false).Select(Step (lands) => new Step.EndCommit(lands))),
        (1, Gen.Elements(true, false).Select(Step (lands) => new Step.Crash(lands))),
        (1, Gen.Choose(0, Partitions - 1).Select(Step (partition) => new Step.Rewind(partition))),
        (1, from partition in Gen.Choose(0, Partitions - 1)
            from elapsed in Gen.Choose(0, 25)
            select (Step)new Step.Idle(partition, elapsed)),
        (1, Gen.Choose(0, (Users * Partitions) - 1).Select(Step (user) => new Step.Drop(user))));

    private static Gen<List<WindowDefinition>> OfAlignedKinds => field ??= Definitions(Aligned);

    private static Gen<List<WindowDefinition>> OfAnyKind => field ??= Definitions(Any);

    private static Gen<List<WindowDefinition>> Definitions(Gen<Func<string, WindowDefinition>> kinds)
    {
        Gen<List<WindowDefinition>> all =
            from count in Gen.Choose(1, 3)
            from made in Gen.ListOf(kinds, count)
            select made.Select((make, number) => make($"w{number}")).ToList();
        return Gen.Elements(all.Sample(Pipelines, new Rnd(23), 50).ToArray());
    }

    private static Gen<WindowCase> Cases(Gen<List<WindowDefinition>> definitions, Func<int, int, string> userOf) =>
        from windows in definitions
        from clock in Clock
        from maxOpen in Gen.Elements(1, 2, 5, 1_000)
        from log in Gen.CollectToList(Enumerable.Range(0, Partitions), partition => Log(partition, userOf))
        from count in Gen.Choose(0, 40)
        from script in Gen.ListOf(Steps, count)
        select new WindowCase(windows, clock, maxOpen, log, script);

    private static Gen<List<PlacedEvent>> Log(int partition, Func<int, int, string> userOf) =>
        from start in Gen.Choose(0, 60)
        from count in Gen.Choose(0, 50)
        from events in Gen.ListOf(Event, count)
        select Place(partition, start, events, userOf);

    private static Gen<(int User, (int Advance, int Offset) Time, int? Delay, int Value)> Event =>
        from user in Gen.Choose(0, Users - 1)
        from time in Times
        from delay in Delay
        from value in Gen.Choose(-8, 8)
        select (user, time, delay, value);

    // How long after its regular time an event is stored; null if the source does not know.
    private static Gen<int?> Delay => Gen.Frequency(
        (6, Gen.Constant<int?>(0)), (2, Gen.Choose(-20, 20).Select(delay => (int?)delay)), (1, Gen.Constant<int?>(null)));

    private static List<PlacedEvent> Place(
        int partition,
        long now,
        IEnumerable<(int User, (int Advance, int Offset) Time, int? Delay, int Value)> events,
        Func<int, int, string> userOf)
    {
        var log = new List<PlacedEvent>();
        foreach ((int user, (int advance, int offset), int? delay, int value) in events)
        {
            now += advance;
            log.Add(new PlacedEvent(
                SourcePartition.Of(Sources[partition], partition), log.Count * 2, userOf(partition, user),
                Math.Max(0, now + offset), value / 4.0, now + delay));
        }

        return log;
    }

    private static Gen<(int, int)> Pair(Gen<int> one, Gen<int> other) => one.Zip(other);
}
