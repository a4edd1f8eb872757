using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>Leaves of what Orleans logs what an operator can use. The section <c>Logging</c> of the configuration overrides it.</summary>
internal static class OrleansLogging
{
    internal static void QuietenOrleans(this ILoggingBuilder logging)
    {
        logging.AddFilter("Orleans", LogLevel.Warning);

        // They would repeat, with stacks, what the process says in a line before it ends.
        logging.AddFilter("Orleans.Runtime.SiloLifecycleSubject", LogLevel.Critical);
        logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Critical);

        // Orleans retries placement with it, and says itself what failed in the end.
        logging.AddFilter("Polly", LogLevel.Critical);

        // At every start it takes the machine's uptime for a hang of this process.
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);

        // Orleans writes its own grain service's ring into this one's log.
        logging.AddFilter("PathwayOrleans.Grains.Reports.SiloReportService", LogLevel.Warning);
    }
}
