namespace PathwayOrleans.Engine.Partitions;

/// <summary>
/// The delay before a rewound partition is read again. It limits the database load of a partition that makes no progress.
/// </summary>
internal static class RewindBackoff
{
    private const int MaxDoublings = 10;

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>The delay: 50 ms after the first rewind, doubled for each further one, at most 5 seconds.</summary>
    /// <param name="rewindsInARow">
    /// Rewinds since the durable position rose last; 0 for a new assignment, which is not delayed.
    /// </param>
    internal static TimeSpan Delay(int rewindsInARow)
    {
        if (rewindsInARow == 0)
        {
            return TimeSpan.Zero;
        }

        TimeSpan delay = First * Math.Pow(2, Math.Min(rewindsInARow - 1, MaxDoublings));
        return delay < Longest ? delay : Longest;
    }
}
