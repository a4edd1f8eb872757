namespace PathwayOrleans.Demo.Workers;

/// <summary>Counts the lines that a worker logs. Thread-safe.</summary>
internal sealed class WorkerLog
{
    private static readonly string[] Levels = [" warn: ", " fail: ", " crit: "];

    private long _lines;
    private long _warnings;

    internal long Lines => Volatile.Read(ref _lines);

    /// <summary>Lines of the level warning and above.</summary>
    internal long Warnings => Volatile.Read(ref _warnings);

    internal void Add(string line)
    {
        Interlocked.Increment(ref _lines);
        if (Array.Exists(Levels, level => line.Contains(level, StringComparison.Ordinal)))
        {
            Interlocked.Increment(ref _warnings);
        }
    }
}
