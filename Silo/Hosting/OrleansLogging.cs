using Microsoft.Extensions.Logging;
using PathwayOrleans.Grains.Status;
using PathwayOrleans.HttpApi.Hosting;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>
/// Filters Orleans' log to the messages that an operator can act on, and condenses those that repeat. The section
/// <c>Logging</c> of the configuration overrides the filters.
/// </summary>
internal static class OrleansLogging
{
    private const string Orleans = "Orleans";

    // The categories of messages, calls, grains and their directory. When a silo dies, each has an entry for each message, call
    // and grain that has to do with it, which are thousands. The death itself is an entry of ClusterLog.
    private static readonly string[] PerCall =
    [
        "Orleans.Grain",
        "Orleans.Messaging",
        "Orleans.Runtime.CallbackData",
        "Orleans.Runtime.Catalog",
        "Orleans.Runtime.GrainCallCancellationManager",
        "Orleans.Runtime.GrainDirectory",
        "Orleans.Runtime.Messaging",
        "Orleans.Runtime.Metadata",
        "Orleans.Streams",
    ];

    // Orleans logs failures of a storage provider under the category of its class, one for each grain.
    private static readonly Type[] OursPerCall =
        [typeof(GroupCommitGrainStorage), typeof(ThrottledGrainStorage), typeof(ClusterStatusGrain)];

    /// <summary>The categories that are condensed.</summary>
    internal static CondensedCategories Condensed { get; } = new(Orleans, Find);

    internal static void QuietenOrleans(this ILoggingBuilder logging)
    {
        logging.AddFilter(Orleans, LogLevel.Warning);

        // These categories repeat, with stack traces, the error that the process logs in one line before it ends.
        logging.AddFilter("Orleans.Runtime.SiloLifecycleSubject", LogLevel.Critical);
        logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Critical);

        // Orleans retries placement with Polly, and logs the final failure itself.
        logging.AddFilter("Polly", LogLevel.Critical);

        // At every start the watchdog mistakes the machine's uptime for a stall of this process.
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);

        // Orleans logs the hash ring of its own grain services under the category of this class.
        logging.AddFilter("PathwayOrleans.Grains.Status.SiloStatusService", LogLevel.Warning);
    }

    private static Condensation? Find(string category)
    {
        if (Array.Exists(PerCall, parent => IsOf(category, parent)))
        {
            return new Condensation(LogLevel.Warning, IsCounted: true);
        }

        // Below the level warning nothing of Orleans is written unless the configuration asks for it.
        return IsOf(category, Orleans) ? new Condensation(LogLevel.Warning)
            : Array.Exists(OursPerCall, ours => ours.FullName == category) ? new Condensation(LogLevel.Information)
            : null;
    }

    private static bool IsOf(string category, string parent) =>
        category.StartsWith(parent, StringComparison.Ordinal)
        && (category.Length == parent.Length || category[parent.Length] == '.');
}
