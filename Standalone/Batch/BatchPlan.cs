using Microsoft.Extensions.Logging;
using PathwayOrleans.Engine.Partitions;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Standalone.Batch;

/// <summary>Compares the input of a run with the progress of the service, before any record is counted.</summary>
internal sealed class BatchPlan(StateReader states, DatabaseRetry retry, TimeProvider time, ILogger<BatchPlan> logger)
{
    /// <exception cref="InvalidOperationException">
    /// The run would skip records, or its input differs from what was counted before. The message names the remedy.
    /// </exception>
    internal async Task CheckAsync(IBoundedReader reader, CancellationToken cancellationToken)
    {
        var positioner = new PartitionPositioner(reader, states, retry, time, logger);
        var problems = new List<string>();
        for (int number = 0; number < reader.Inputs.Count; number++)
        {
            FoundPosition found = await positioner.FindAsync(reader.Inputs[number].Identity, number, cancellationToken);
            if (reader.ProblemWith(number, found.Durable) is { } problem)
            {
                problems.Add(problem);
            }
        }

        if (problems.Count > 0)
        {
            throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
        }
    }
}
