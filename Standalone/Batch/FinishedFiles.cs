using System.Threading.Channels;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Files;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Standalone.Batch;

/// <summary>
/// Records the files that are durable up to their ends while the run goes on, so that the fences of users do not keep an entry
/// for each file of a run. Inputs with a name are not recorded, because they may become longer.
/// </summary>
internal sealed class FinishedFiles(EndedInputs inputs)
{
    private readonly Channel<BoundedPartition> _finished = Channel.CreateUnbounded<BoundedPartition>();

    /// <summary>Adds an input that is durable up to its end.</summary>
    internal void Add(BoundedPartition input)
    {
        if (FileInputs.IsContent(input.Identity))
        {
            _finished.Writer.TryWrite(input);
        }
    }

    /// <summary>No more inputs are added.</summary>
    internal void Complete() => _finished.Writer.Complete();

    /// <summary>Records inputs until <see cref="Complete"/> was called and all are recorded.</summary>
    internal async Task RecordAsync()
    {
        while (await _finished.Reader.WaitToReadAsync())
        {
            var finished = new List<SourcePartition>();
            while (_finished.Reader.TryRead(out BoundedPartition? input))
            {
                finished.Add(input.Identity);
            }

            await inputs.FinishAsync(finished, CancellationToken.None);
        }
    }
}
