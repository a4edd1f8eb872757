using Orleans.Concurrency;

namespace PathwayOrleans.Grains.Interfaces;

/// <summary>Reports over all users, read from the database. All keys are equivalent; use key 0.</summary>
[Alias("pathway.report")]
public interface IReportGrain : IGrainWithIntegerKey
{
    /// <summary>The largest limit that the reports accept.</summary>
    const int MaxLimit = 10_000;

    /// <summary>The users with the most events, in descending order; users with equal counts are ordered by user id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not between 1 and <see cref="MaxLimit"/>.</exception>
    [ReadOnly]
    [Alias("top-users")]
    Task<IReadOnlyList<UserTotals>> TopUsers(int limit);

    /// <summary>The windows of a user that start last, the latest first; empty if the user has none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not between 1 and <see cref="MaxLimit"/>.</exception>
    [ReadOnly]
    [Alias("windows-of-user")]
    Task<IReadOnlyList<UserWindowInfo>> WindowsOfUser(string userId, int limit);

    /// <summary>The dead letters that were recorded last, newest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not between 1 and <see cref="MaxLimit"/>.</exception>
    [ReadOnly]
    [Alias("dead-letters")]
    Task<IReadOnlyList<DeadLetterInfo>> DeadLetters(int limit);
}
