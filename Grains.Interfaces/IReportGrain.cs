using Orleans.Concurrency;

namespace PathwayOrleans.Grains.Interfaces;

/// <summary>Questions over all users, answered from the database. One is as good as another: call the one with key 0.</summary>
[Alias("pathway.report")]
public interface IReportGrain : IGrainWithIntegerKey
{
    /// <summary>The largest limit that the questions take.</summary>
    const int MaxLimit = 10_000;

    /// <summary>The users with the most events, the most first; equals by user id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not 1 to <see cref="MaxLimit"/>.</exception>
    [ReadOnly]
    [Alias("top-users")]
    Task<IReadOnlyList<UserTotals>> TopUsers(int limit);

    /// <summary>The dead letters recorded last, the newest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not 1 to <see cref="MaxLimit"/>.</exception>
    [ReadOnly]
    [Alias("dead-letters")]
    Task<IReadOnlyList<DeadLetterReport>> DeadLetters(int limit);
}
