namespace PathwayOrleans.Demo.View;

/// <summary>Shows the demo while it runs, on standard error.</summary>
internal interface IDemoView
{
    /// <summary>Shows a message. Thread-safe.</summary>
    void Log(string message);

    /// <summary>Shows the progress until the work ends, successfully or not.</summary>
    /// <exception cref="OperationCanceledException">The operation was cancelled.</exception>
    Task ShowAsync(SnapshotCollector snapshots, Task work, CancellationToken cancellationToken);
}
