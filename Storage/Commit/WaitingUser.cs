namespace PathwayOrleans.Storage.Commit;

/// <summary>A user's row that waits for a commit.</summary>
internal sealed class WaitingUser(UserWrite write)
{
    internal UserWrite Write => write;

    internal TaskCompletionSource<int> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
