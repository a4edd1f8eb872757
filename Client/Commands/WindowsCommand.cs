using PathwayOrleans.CommandLine;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Commands;

/// <summary><c>windows</c>.</summary>
internal static class WindowsCommand
{
    internal static ClusterWork Work(string userId, int limit) => async (cluster, output, cancellationToken) =>
    {
        IReadOnlyList<UserWindowInfo> windows = await cluster.GetWindowsAsync(userId, limit, cancellationToken);
        if (output.IsJson)
        {
            output.WriteJson(new { userId, windows });
        }
        else if (windows.Count == 0)
        {
            output.Note(
                $"error: no windows of user \"{Printable.Sanitize(userId)}\": no event with this user id was counted in one. " +
                "Windows are configured in Pathway:Windows:Named; `user` shows the totals.");
        }
        else
        {
            output.Write(Table(windows));
        }

        return windows.Count == 0 ? ExitCodes.Failure : ExitCodes.Success;
    };

    private static TextTable Table(IReadOnlyList<UserWindowInfo> windows)
    {
        var table = new TextTable(
            "window", "start", "end", ">count", ">total value", ">lowest", ">highest", "last event", "state", "reopened");
        foreach (UserWindowInfo window in windows)
        {
            table.Add(
                Printable.Sanitize(window.WindowName),
                DisplayFormat.EventTime(window.WindowStart),
                DisplayFormat.EventTime(window.WindowEnd),
                DisplayFormat.Number(window.Count),
                DisplayFormat.Value(window.TotalValue),
                DisplayFormat.Value(window.MinValue),
                DisplayFormat.Value(window.MaxValue),
                DisplayFormat.EventTime(window.LastTime),
                window.Closed ? "closed" : "open",
                window.ReopenedAt is { } time ? DisplayFormat.Time(time) : "-");
        }

        return table;
    }
}
