using PathwayOrleans.Aggregation;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Pipelines.Tests.Windows.Runs;

/// <summary>Runs a case to its end.</summary>
internal static class WindowRun
{
    /// <returns>The durable tables at the end.</returns>
    internal static WindowDatabase Play(WindowCase @case, EventWindows windows, Coverage coverage)
    {
        var database = new WindowDatabase();
        string[] users = [.. @case.Users];
        var process = new WindowProcess(@case, windows, database, coverage);
        foreach (Step step in @case.Script)
        {
            switch (step)
            {
                case Step.Read read:
                    process.Read(read.Partition, read.Count);
                    break;
                case Step.BeginCommit begin:
                    process.BeginCommit(
                        begin.WithProgress, user => begin.All || (begin.Users >> Array.IndexOf(users, user) & 1) == 1);
                    break;
                case Step.EndCommit end:
                    process.EndCommit(end.Lands);
                    break;
                case Step.Crash crash:
                    process.Die(crash.Lands);
                    process = new WindowProcess(@case, windows, database, coverage);
                    break;
                case Step.Rewind rewind:
                    process.Rewind(rewind.Partition);
                    break;
                case Step.Idle idle:
                    process.EndCommit(lands: true);
                    process.BeginCommit(withProgress: true, _ => true);
                    process.EndCommit(lands: true);
                    process.BeginStep(idle.Partition, idle.Elapsed);
                    break;
                case Step.Drop drop:
                    process.Drop($"u{drop.User}");
                    break;
            }
        }

        process.EndCommit(lands: true);
        for (int partition = 0; partition < @case.Log.Count; partition++)
        {
            process.Read(partition, int.MaxValue);
        }

        process.EndCommit(lands: true);
        process.BeginCommit(withProgress: true, _ => true);
        process.EndCommit(lands: true);
        return database;
    }

    /// <summary>The expected durable tables at the end.</summary>
    /// <param name="case">The case.</param>
    /// <param name="database">The tables of the run, for the steps of idle partitions: when they happen is chance.</param>
    /// <param name="clocks">Each partition's watermark tracker at its end.</param>
    internal static WindowExpectation Expect(WindowCase @case, WindowDatabase database, out WatermarkOracle[] clocks)
    {
        var expectation = new WindowExpectation(@case.Definitions, @case.Clock);
        clocks = [.. @case.Log.Select((events, partition) => expectation.AddPartition(events, StepsOf(database, partition)))];
        return expectation;
    }

    /// <summary>
    /// The expected tables if each user's events are counted in the order in which they were applied, across partitions.
    /// </summary>
    internal static WindowExpectation ExpectAsApplied(WindowCase @case, WindowDatabase database)
    {
        var expectation = new WindowExpectation(@case.Definitions, @case.Clock);
        var watermarks = new Dictionary<(SourcePartition, long), long?>();
        for (int partition = 0; partition < @case.Log.Count; partition++)
        {
            var clock = new WatermarkOracle(@case.Clock);
            ILookup<int, long> steps = StepsOf(database, partition).ToLookup(step => step.Index, step => step.Watermark);
            foreach ((int index, PlacedEvent placed) in @case.Log[partition].Index())
            {
                foreach (long watermark in steps[index])
                {
                    clock.Reach(watermark);
                }

                watermarks.Add((placed.Partition, placed.Offset), clock.Watermark);
                clock.IsFromFuture(placed.Time, placed.Recorded);
            }
        }

        foreach (PlacedEvent placed in database.Applied.Values.SelectMany(applied => applied))
        {
            expectation.Count(placed, watermarks[(placed.Partition, placed.Offset)]);
        }

        return expectation;
    }

    private static (int Index, long Watermark)[] StepsOf(WindowDatabase database, int partition) =>
        [.. database.Steps.Where(step => step.Partition == partition).Select(step => (step.Next, step.Watermark))];
}
