using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PathwayOrleans.Demo.View;

/// <summary>Shows progress as a table that is updated in place, for terminals.</summary>
internal sealed class LiveTable(IAnsiConsole console) : IDemoView
{
    private const int RecentLines = 4;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Queue<string> _recent = new();
    private bool _isLive;

    public void Log(string message)
    {
        lock (_gate)
        {
            if (!_isLive)
            {
                console.WriteLine(message);
                return;
            }

            _recent.Enqueue(message);
            if (_recent.Count > RecentLines)
            {
                _recent.Dequeue();
            }
        }
    }

    public async Task ShowAsync(SnapshotCollector snapshots, Task work, CancellationToken cancellationToken)
    {
        SetLive(true);
        try
        {
            await console.Live(new Text("")).StartAsync(async live =>
            {
                using var timer = new PeriodicTimer(Interval);
                while (!work.IsCompleted)
                {
                    live.UpdateTarget(Draw(await snapshots.TakeAsync(cancellationToken)));
                    await Task.WhenAny(work, timer.WaitForNextTickAsync(cancellationToken).AsTask());
                }

                if (work.IsCompletedSuccessfully)
                {
                    live.UpdateTarget(Draw(await snapshots.TakeAsync(cancellationToken)));
                }
            });
        }
        finally
        {
            SetLive(false);
        }
    }

    private void SetLive(bool isLive)
    {
        lock (_gate)
        {
            _isLive = isLive;
        }
    }

    private Rows Draw(DemoSnapshot now)
    {
        Table table = new Table().Border(TableBorder.Rounded)
            .AddColumn(Numeric("partition"))
            .AddColumn("owner")
            .AddColumn(Numeric("position"))
            .AddColumn(Numeric("lag"))
            .AddColumn(Numeric("events/s"));
        foreach (PartitionSnapshot partition in now.Partitions)
        {
            table.AddRow(
                Number(partition.Partition),
                Markup.Escape(partition.Owner ?? "-"),
                Number(partition.Durable),
                Number(partition.Lag),
                Number(partition.EventsPerSecond));
        }

        var lines = new List<IRenderable>
        {
            Line($"{now.Elapsed.TotalSeconds:0.0} s   produced {now.Produced:N0} of {now.Total:N0}   durable {now.Durable:N0}"),
            Line(
                $"{now.EventsPerSecond:N0} events/s   {now.CommitsPerSecond:0.0} commits/s   {now.RowsPerCommit:N0} rows/commit"),
            Line($"{now.DatabaseConnections} database connections   {now.Workers} workers   {now.Kills} kills"),
        };
        if (now.Tables.Count > 0)
        {
            lines.Add(Line($"rows: {now.DescribeTables()}"));
        }

        lines.Add(table);
        lock (_gate)
        {
            lines.AddRange(_recent.Select(line => new Text(line)));
        }

        return new Rows(lines);
    }

    private static TableColumn Numeric(string name) => new TableColumn(name).RightAligned();

    private static string Number(double number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static Text Line(FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture));
}
