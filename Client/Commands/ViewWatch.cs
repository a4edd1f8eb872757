using System.Text.Json;
using PathwayOrleans.Client.Connection;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Storage.Reading.Definitions;
using Spectre.Console;

namespace PathwayOrleans.Client.Commands;

/// <summary><c>watch NAME KEY</c>: queries a key of a view repeatedly and shows every change.</summary>
internal static class ViewWatch
{
    private const string Leave = "Ctrl-C to stop.";

    /// <summary>Ends only by cancellation or an error.</summary>
    internal static ClusterWork Work(
        string view, string[] key, TimeSpan interval, TimeProvider time) => async (cluster, output, cancellationToken) =>
    {
        using var timer = new PeriodicTimer(interval, time);
        var parameters = new Dictionary<string, string[]> { ["view"] = [view], ["key"] = key };
        if (output.Terminal is { } terminal)
        {
            await terminal.Live(new Text("")).StartAsync(live => WatchAsync((read, _) => live.UpdateTarget(Draw(read))));
        }
        else
        {
            await WatchAsync((read, last) => WriteChange(output, view, read, last));
        }

        return ExitCodes.Success;

        async Task WatchAsync(Action<ReadReport, ReadReport?> show)
        {
            ReadReport? last = null;
            do
            {
                ReadReport now = await cluster.ReadReportAsync(
                    ViewReports.Changes.Name, parameters, IReportGrain.MaxLimit, cancellationToken);
                if (last is null || now.Answer.GetRawText() != last.Answer.GetRawText())
                {
                    show(now, last);
                    last = now;
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken));
        }
    };

    private static Rows Draw(ReadReport read) => new(
        read.Rows.Count == 0 ? new Text("The key has no rows yet.") : ReportTable.Of(read.Rows).Draw(),
        new Text($"{Printable.Sanitize(read.Note ?? "")} {Leave}", new Style(decoration: Decoration.Dim)));

    // The rows that are new or differ.
    private static void WriteChange(ClientOutput output, string view, ReadReport read, ReadReport? last)
    {
        if (output.IsJson)
        {
            output.WriteJson(read.Answer);
            return;
        }

        string name = Printable.Sanitize(view);
        HashSet<string> known = [.. (last?.Rows ?? []).Select(row => row.GetRawText())];
        foreach (JsonElement row in read.Rows.Where(row => !known.Contains(row.GetRawText())))
        {
            output.WriteLine($"{name}: {ReportTable.Line(row)}");
        }

        if (read.Rows.Count == 0)
        {
            output.WriteLine($"{name}: no rows of this key");
        }
    }
}
