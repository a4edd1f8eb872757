using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Bench;

/// <summary>Gives each run an empty database of its own.</summary>
internal static class BenchDatabase
{
    internal static async Task<Measurement> RunAsync(
        PrivatePostgres postgres, string name, Func<string, Task<Measurement>> run, CancellationToken cancellationToken)
    {
        await postgres.CreateDatabaseAsync(name, cancellationToken);
        Measurement measured = await run(name);
        await postgres.DropDatabaseAsync(name, cancellationToken);
        return measured;
    }
}
