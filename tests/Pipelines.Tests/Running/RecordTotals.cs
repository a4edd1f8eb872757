using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.Reading;
using PathwayOrleans.Pipelines.Running;
using PathwayOrleans.Pipelines.Tests.Support;

namespace PathwayOrleans.Pipelines.Tests.Running;

/// <summary>What became of the records of a run.</summary>
internal sealed record RecordTotals(
    long Records, long Counted, long NotCounted, long Skipped, long DeadLetters, bool CountsAll, long InFirstView)
{
    /// <summary>Whether each record is in one of the totals, and the first view has all of them if it has no WHERE.</summary>
    internal bool AreComplete => Records == Counted + NotCounted + Skipped + DeadLetters
        && (!CountsAll || Counted == InFirstView);

    /// <summary>Sends records from two partitions, some of them twice. The second column of the first view is a count.</summary>
    internal static RecordTotals Of(string sql, IEnumerable<byte[]> records, Random random)
    {
        var runner = new PipelineRunner(Compiled.Pipeline(sql), maxOpen: 4);
        int sent = 0;
        foreach (byte[] record in records)
        {
            SourcePartition partition = SourcePartition.Of("topic", sent % 2);
            for (int times = random.Next(20) == 0 ? 2 : 1; times > 0; times--)
            {
                var metadata = new RecordMetadata { Timestamp = Compiled.Start + (sent * 1000) };
                runner.Process(partition, Position.FromOffset(sent), record, metadata);
            }

            sent++;
            if (random.Next(40) == 0)
            {
                runner.Flush();
            }
        }

        runner.Flush();
        Assert.True(runner.Records >= sent);
        return new RecordTotals(
            runner.Records,
            runner.Counted,
            runner.NotCounted,
            runner.Skipped,
            runner.DeadLetters.ByReason.Where(entry => entry.Reason != RecordReasons.Late).Sum(entry => entry.Count),
            runner.Tables[0].View.Definition.Filter is null,
            runner.Tables[0].Rows.Sum(row => (long)row.Values[1]!));
    }
}
