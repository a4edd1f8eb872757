using System.Diagnostics;
using Xunit;

namespace PathwayOrleans.Testing;

/// <summary>Waits for a condition instead of a fixed time. The time limits only end a test that would hang.</summary>
public static class Eventually
{
    // The interval grows with the time waited, because polling takes processor time from what is waited for.
    private const double PollShare = 0.05;
    private static readonly TimeSpan ShortestPoll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPoll = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromMinutes(3);

    /// <summary>Returns once the condition holds.</summary>
    public static Task SucceedsAsync(Func<bool> condition, string what) =>
        SucceedsAsync(() => Task.FromResult(condition()), DefaultPatience, what);

    /// <summary>Returns once the condition holds.</summary>
    public static Task SucceedsAsync(Func<Task<bool>> condition, string what) => SucceedsAsync(condition, DefaultPatience, what);

    /// <summary>Returns once the condition holds.</summary>
    public static async Task SucceedsAsync(Func<Task<bool>> condition, TimeSpan patience, string what)
    {
        ArgumentNullException.ThrowIfNull(condition);
        var waited = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(waited.Elapsed < patience, $"Waited {patience} without success for: {what}");
            TimeSpan poll = waited.Elapsed * PollShare;
            await Task.Delay(poll < ShortestPoll ? ShortestPoll : poll > LongestPoll ? LongestPoll : poll);
        }
    }
}
