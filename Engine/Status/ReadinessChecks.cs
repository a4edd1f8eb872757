using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Engine.Status;

/// <summary>The readiness checks that all engines share.</summary>
internal static class ReadinessChecks
{
    /// <summary>Checks that the database and the source answer.</summary>
    /// <param name="states">The database.</param>
    /// <param name="reader">The reader; null until the source is known.</param>
    /// <param name="waitsFor">What the engine waits for before it starts; null if that is not the source.</param>
    /// <param name="cancellationToken">Cancels the checks.</param>
    /// <returns>One line for each problem; empty if there is none.</returns>
    internal static async Task<List<string>> FindProblemsAsync(
        StateReader states, IPartitionedReader? reader, string? waitsFor, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        try
        {
            await states.PingAsync(cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
        {
            problems.Add($"the database does not answer: {DatabaseErrors.Describe(e)}");
        }

        if (reader is null)
        {
            problems.Add($"the engine has not started yet{(waitsFor is null ? "" : $": {waitsFor}")}");
        }
        else
        {
            if (!await reader.IsReachableAsync(cancellationToken))
            {
                problems.Add("the source does not answer");
            }

            if (!reader.IsMember)
            {
                problems.Add("the group that shares the partitions has not been joined yet");
            }
        }

        return problems;
    }
}
