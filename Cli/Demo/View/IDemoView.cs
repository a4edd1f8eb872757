using PathwayOrleans.Cli.Demo.Watch;

namespace PathwayOrleans.Cli.Demo.View;

/// <summary>Shows the demo while it runs, on standard error.</summary>
internal interface IDemoView
{
    /// <summary>Something happened. From any thread.</summary>
    void Say(string what);

    /// <summary>Shows how it stands, again and again, until the work has ended, well or not.</summary>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    Task ShowAsync(SnapshotTaker snapshots, Task work, CancellationToken cancellationToken);
}
