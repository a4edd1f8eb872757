using PathwayOrleans.Standalone.Batch;

namespace PathwayOrleans.Cli.Batch;

/// <summary>Shows the progress of a batch run.</summary>
internal interface IBatchView
{
    /// <summary>Shows progress until the work ends, successfully or not.</summary>
    Task ShowAsync(BatchProgress progress, Task work);
}
