namespace PathwayOrleans.Storage.Commit;

/// <summary>Dead letters of one caller, which waits until all of them are durable. They may be in several commits.</summary>
internal sealed class WaitingLetters(int count)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = count;

    /// <summary>Completes when all are durable.</summary>
    internal Task Done => _done.Task;

    /// <summary>One of them is durable.</summary>
    internal void Succeed()
    {
        if (--_left == 0)
        {
            _done.TrySetResult();
        }
    }

    internal void Fail(Exception e) => _done.TrySetException(e);
}

/// <summary>A dead letter that waits for a commit.</summary>
internal readonly record struct WaitingLetter(DeadLetter Letter, WaitingLetters Group);
