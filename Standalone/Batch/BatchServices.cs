using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Standalone.Batch;

internal static class BatchServices
{
    private const string EngineName = "batch";
    private const long LargestStateBytes = 512L * 1024 * 1024;
    private const long MuchMemory = 2L * 1024 * 1024 * 1024;

    internal static void AddBatch(this IServiceCollection services, IConfiguration configuration, TimeProvider time)
    {
        // Few large commits are efficient: a commit writes each user once, however many events it covers. In a batch nothing
        // depends on early results.
        services.Configure<EngineOptions>(options =>
        {
            options.MaxEventsInFlight = 12_000_000;
            options.MaxUsersPerCommit = 100_000;
            options.MaxUsersInMemory = 300_000;
            options.HandOverTimeout = TimeSpan.FromMinutes(1);

            // More where there is much memory.
            long available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
            options.MaxStateBytes = Math.Clamp(available / 4, options.MaxStateBytes, LargestStateBytes);
            options.MaxCommitBytes = available >= MuchMemory ? 2 * options.MaxCommitBytes : options.MaxCommitBytes;
        });
        services.AddPathwayEngine(configuration, EngineName, closesWindows: false);
        services.AddSingleton(time);
        services.AddEngineLoop();
        services.AddSingleton(provider => new EndedInputs(
            provider.GetRequiredService<DatabaseSessions>().Writer,
            provider.GetRequiredService<DatabaseRetry>(),
            provider.GetRequiredService<FinishedInputs>()));
        services.AddSingleton<BatchPlan>();
    }

    /// <summary>Validates all options, as a host does when it starts.</summary>
    internal static void ValidateOptions(this IServiceProvider provider) => provider.GetService<IStartupValidator>()?.Validate();
}
