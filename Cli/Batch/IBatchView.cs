using PathwayOrleans.Standalone.Batch;

namespace PathwayOrleans.Cli.Batch;

/// <summary>Shows how a batch run goes.</summary>
internal interface IBatchView
{
    /// <summary>Shows progress until the work has ended, however it ends.</summary>
    Task ShowAsync(BatchProgress progress, Task work);
}
