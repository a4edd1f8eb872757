using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Bench;

/// <summary>Runs a measurement on a separate, empty database.</summary>
internal static class BenchDatabase
{
    internal static async Task<T> RunAsync<T>(
        PrivatePostgres postgres, string name, Func<string, Task<T>> run, CancellationToken cancellationToken)
    {
        await postgres.CreateDatabaseAsync(name, cancellationToken);
        T measured = await run(name);
        await postgres.DropDatabaseAsync(name, cancellationToken);
        return measured;
    }
}
