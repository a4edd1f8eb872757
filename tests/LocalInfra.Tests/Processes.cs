using System.Diagnostics;

namespace PathwayOrleans.LocalInfra.Tests;

internal static class Processes
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    /// <summary>False also for what has ended but nobody has waited for: some containers have no init that does.</summary>
    internal static bool IsAlive(int id)
    {
        try
        {
            string status = File.ReadAllText($"/proc/{id}/stat");
            return status[status.LastIndexOf(')') + 2] is not ('Z' or 'X');
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    internal static Task UntilGoneAsync(int id) => UntilAsync(() => !IsAlive(id), $"process {id} ends");

    internal static async Task UntilAsync(Func<bool> condition, string what)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < Patience, $"Waited {Patience} in vain until {what}.");
            await Task.Delay(PollInterval);
        }
    }
}
