namespace PathwayOrleans.Engine.Configuration;

/// <summary>
/// The memory that an engine needs when it is at all of its bounds. The limits of the manifests in <c>kubernetes/</c> follow from
/// it.
/// </summary>
internal static class MemoryBudget
{
    private const long Mebibyte = 1024 * 1024;

    // One commit that is written, with the arrays of its statement, the next one that waits, and one load.
    private const int Commits = 3;

    // Dead letters that wait, and those of the commit that is written.
    private const int Letters = 2;

    /// <summary>The runtime, the code and what the engine has besides its bounds.</summary>
    private const long FixedHeap = 48 * Mebibyte;

    /// <summary>Memory outside of the managed heap: the runtime, and the queues and fetches of the source's client.</summary>
    private const long Native = 160 * Mebibyte;

    /// <summary>The memory of a user's activation in a silo, beside the state.</summary>
    private const int ActivationBytes = 3_000;

    /// <summary>What a silo has besides an engine: Orleans, and its dashboard.</summary>
    private const long OrleansBytes = 96 * Mebibyte;

    /// <summary>The managed heap that the bounds need.</summary>
    internal static long HeapOf(EngineOptions options) =>
        FixedHeap + options.MaxStateBytes + ((long)Commits * options.MaxCommitBytes)
        + ((long)Letters * options.MaxDeadLetterBytes) + options.MaxBytesInFlight;

    /// <summary>All memory of a standalone process.</summary>
    internal static long OfStandalone(EngineOptions options) => HeapOf(options) + Native;

    /// <summary>All memory of a silo.</summary>
    internal static long OfSilo(EngineOptions options) =>
        OfStandalone(options) + OrleansBytes + ((long)options.MaxUsersInMemory * ActivationBytes);
}
