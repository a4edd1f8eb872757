using PathwayOrleans.Client.Commands;
using PathwayOrleans.Client.Output;
using PathwayOrleans.Display;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Watch;

/// <summary><c>watch</c>: looks at a user again and again, and shows every change.</summary>
internal static class UserWatch
{
    /// <summary>Ends only by cancellation or an error: it never gives an exit code.</summary>
    internal static ClusterWork Work(string userId, TimeSpan interval, TimeProvider time) => async (cluster, output, cancellationToken) =>
    {
        using var timer = new PeriodicTimer(interval, time);
        if (output.Terminal is { } terminal)
        {
            await LiveUser.ShowAsync(terminal, userId, show => WatchAsync(show));
        }
        else
        {
            await WatchAsync(totals => WriteChange(output, userId, totals));
        }

        return ExitCodes.Success;

        async Task WatchAsync(Action<UserTotals?> show)
        {
            UserTotals? last = null;
            bool isFirst = true;
            do
            {
                UserTotals? now = await cluster.GetUserAsync(userId, cancellationToken);
                if (isFirst || now != last)
                {
                    show(now);
                }

                (last, isFirst) = (now, false);
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
    };

    private static void WriteChange(ClientOutput output, string userId, UserTotals? totals)
    {
        if (output.IsJson)
        {
            output.WriteJson(UserAnswer.Of(userId, totals));
            return;
        }

        string user = Printable.Of(userId);
        output.WriteLine(totals is null
            ? $"{user}: no event yet"
            : $"{user}: count {Shown.Number(totals.Count)}, total value {Shown.Value(totals.TotalValue)}, last event {Shown.EventTime(totals.Time)}");
    }
}
