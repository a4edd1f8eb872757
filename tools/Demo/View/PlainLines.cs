using System.Globalization;

namespace PathwayOrleans.Demo.View;

/// <summary>Shows progress as a line every two seconds, for logs.</summary>
internal sealed class PlainLines(TextWriter output, TimeProvider time) : IDemoView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    public void Log(string message) => output.WriteLine(message);

    public async Task ShowAsync(SnapshotCollector snapshots, Task work, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        Task tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
        while (await Task.WhenAny(work, tick) != work && !cancellationToken.IsCancellationRequested)
        {
            DemoSnapshot now = await snapshots.TakeAsync(cancellationToken);
            string tables = now.Tables.Count > 0 ? $"; rows: {now.DescribeTables()}" : "";
            Log(string.Create(
                CultureInfo.InvariantCulture,
                $"{now.Elapsed.TotalSeconds:0} s: produced {now.Produced:N0} of {now.Total:N0}, durable {now.Durable:N0}, " +
                $"{now.EventsPerSecond:N0} events/s, {now.CommitsPerSecond:0.0} commits/s of {now.RowsPerCommit:N0} rows, " +
                $"{now.DatabaseConnections} connections, {now.Workers} workers, {now.Kills} kills{tables}"));
            tick = timer.WaitForNextTickAsync(cancellationToken).AsTask();
        }
    }
}
