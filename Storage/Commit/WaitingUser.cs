namespace PathwayOrleans.Storage.Commit;

/// <summary>A user's row on its way into a commit.</summary>
internal sealed class WaitingUser(UserWrite write)
{
    internal UserWrite Write => write;

    internal TaskCompletionSource<int> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
