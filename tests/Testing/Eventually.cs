using System.Diagnostics;
using Xunit;

namespace PathwayOrleans.Testing;

/// <summary>Waits for a condition, never for a time. The limits only end a test that would hang.</summary>
public static class Eventually
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan DefaultPatience = TimeSpan.FromSeconds(30);

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
            Assert.True(waited.Elapsed < patience, $"Waited {patience} in vain for: {what}");
            await Task.Delay(Poll);
        }
    }
}
