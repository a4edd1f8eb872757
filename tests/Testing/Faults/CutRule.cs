namespace PathwayOrleans.Testing.Faults;

/// <summary>A fault that is triggered by matching bytes. It affects one connection, once.</summary>
internal sealed class CutRule(Func<ReadOnlyMemory<byte>, bool> predicate, CutWhen when)
{
    private readonly TaskCompletionSource _struck = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _claimed;

    internal CutWhen When { get; } = when;

    internal Task Struck => _struck.Task;

    /// <summary>True for the first matching bytes of any connection.</summary>
    internal bool Claims(ReadOnlyMemory<byte> clientBytes) =>
        Volatile.Read(ref _claimed) == 0 && predicate(clientBytes) && Interlocked.Exchange(ref _claimed, 1) == 0;

    internal void HasStruck() => _struck.TrySetResult();
}
