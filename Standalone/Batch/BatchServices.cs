using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using PathwayOrleans.Hosting;
using PathwayOrleans.Standalone.Engine;
using PathwayOrleans.Standalone.Hosting;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Standalone.Batch;

internal static class BatchServices
{
    private const string EngineName = "batch";

    internal static void AddBatch(this IServiceCollection services, IConfiguration configuration, TimeProvider time)
    {
        // Few, large commits: each writes a user once, however many events it covers, and nobody waits for the first.
        services.Configure<EngineOptions>(options =>
        {
            options.MaxEventsInFlight = 12_000_000;
            options.MaxUsersPerCommit = 100_000;
            options.MaxUsersInMemory = 300_000;
            options.HandOverTimeout = TimeSpan.FromMinutes(1);
        });
        services.AddPathwayHosting(configuration, EngineName);
        services.AddSingleton(time);
        services.AddPathwayOptions<EngineOptions, EngineOptionsValidator>(configuration, EngineOptions.Section);
        services.AddSingleton<Mailbox>();
        services.AddSingleton<EngineCounters>();
        services.AddSingleton<PartitionBoard>();
        services.AddSingleton<EngineFactory>();
        services.AddSingleton(provider => new EndedInputs(
            provider.GetRequiredService<DatabaseSessions>().Writer, provider.GetRequiredService<DatabaseRetry>()));
        services.AddSingleton<BatchPlan>();
    }

    /// <summary>What a host does when it starts: says what is wrong with the configuration before anything is done.</summary>
    internal static void ValidateOptions(this IServiceProvider provider) => provider.GetService<IStartupValidator>()?.Validate();
}
