using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Hosting;

/// <summary>What can be in the way of any engine.</summary>
public static class EngineObstacles
{
    /// <summary>Asks the database.</summary>
    /// <returns>What is wrong with it, a line; nothing where it answers.</returns>
    public static async Task<List<string>> FindInDatabaseAsync(StateReader states, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(states);
        try
        {
            await states.PingAsync(cancellationToken);
            return [];
        }
        catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
        {
            return [$"the database does not answer: {DatabaseErrors.Describe(e)}"];
        }
    }
}
