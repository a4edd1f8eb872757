using System.Text;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.State;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Storage.Tests;

/// <summary>Creates batches like those of an engine.</summary>
internal static class Batches
{
    /// <summary>The built-in pipeline.</summary>
    internal static readonly CompiledPipeline BuiltIn = CompiledPipeline.Compile(BuiltInPipeline.Definition);

    internal static readonly SourcePartition Partition = SourcePartition.Of("kafka/c/events/t", 3);

    /// <summary>A user's write; count, total and time follow from the version, so that the rows show which write won.</summary>
    internal static UserWrite User(string userId, int version) => Write(
        userId, version, Encoding.UTF8.GetBytes($$"""{"v":1,"count":{{version + 1}}}"""), version + 1, (version + 1) * 0.5,
        1000 + version);

    /// <summary>A write with a row of <c>events</c>, for a process with the built-in pipeline.</summary>
    internal static UserWrite Write(string userId, int version, byte[] payload, long count, double total, long time) =>
        new(userId, version, payload)
        {
            Changes = new ViewChanges(
                [new ViewRow(BuiltIn.Views[0], 0, 0, [userId, count, total, time], null)], [], [], 0, []),
        };

    /// <summary>Progress without event time.</summary>
    internal static Checkpoint At(long next) => new(Position.FromOffset(next), WatermarkTracker.Start);

    internal static CommitBatch Of(params UserWrite[] users)
    {
        var batch = new CommitBatch();
        batch.Users.AddRange(users);
        return batch;
    }

    internal static CommitBatch WithProgress(this CommitBatch batch, long next)
    {
        batch.Progress.Add(new CheckpointWrite(Partition, At(next)));
        return batch;
    }

    internal static CommitBatch WithDeadLetter(this CommitBatch batch, long position, string reason, byte[]? raw)
    {
        batch.DeadLetters.Add(new DeadLetter(Partition, Position.FromOffset(position), reason, raw));
        return batch;
    }
}
