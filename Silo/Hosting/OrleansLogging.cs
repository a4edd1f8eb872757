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

        // The dashboard is served before the silo is there, and tries again when somebody looks.
        logging.AddFilter("Orleans.Dashboard", LogLevel.Error);
        logging.AddFilter("Orleans.Runtime.Messaging.MessageCenter", LogLevel.Error);
        logging.AddFilter("Polly", LogLevel.Error);

        // Orleans writes its own grain service's ring into this one's log.
        logging.AddFilter("PathwayOrleans.Grains.Reports.SiloReportService", LogLevel.Warning);
    }
}
