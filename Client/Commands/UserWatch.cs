using PathwayOrleans.CommandLine;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Commands;

/// <summary><c>watch</c>: queries a user repeatedly and shows every change.</summary>
internal static class UserWatch
{
    /// <summary>Ends only by cancellation or an error.</summary>
    internal static ClusterWork Work(
        string userId, TimeSpan interval, TimeProvider time) => async (cluster, output, cancellationToken) =>
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

        string user = Printable.Sanitize(userId);
        output.WriteLine(totals is null
            ? $"{user}: no events yet"
            : $"{user}: count {DisplayFormat.Number(totals.Count)}, total value {DisplayFormat.Value(totals.TotalValue)}, " +
                $"last event {DisplayFormat.EventTime(totals.Time)}");
    }
}
