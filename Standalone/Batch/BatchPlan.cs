using Microsoft.Extensions.Logging;
using PathwayOrleans.Hosting;
using PathwayOrleans.Sources.Bounded;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Standalone.Batch;

/// <summary>Looks where the service stands with the input of a run, before anything of it is counted.</summary>
internal sealed class BatchPlan(StateReader states, DatabaseRetry retry, TimeProvider time, ILogger<BatchPlan> logger)
{
    /// <exception cref="InvalidOperationException">The run would skip records, or is not what was counted before; the message says what to do.</exception>
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
