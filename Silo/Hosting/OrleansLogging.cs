using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>
/// Filters Orleans' log to the messages that an operator can act on. The section <c>Logging</c> of the configuration overrides
/// the filters.
/// </summary>
internal static class OrleansLogging
{
    internal static void QuietenOrleans(this ILoggingBuilder logging)
    {
        logging.AddFilter("Orleans", LogLevel.Warning);

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

    /// <summary>Makes the log on the console a <see cref="CondensedLog"/>. The console must have been added before.</summary>
    internal static void CondenseOrleans(this ILoggingBuilder logging)
    {
        ServiceDescriptor console = logging.Services.Single(service =>
            service.ServiceType == typeof(ILoggerProvider) && service.ImplementationType == typeof(ConsoleLoggerProvider));
        logging.Services.Remove(console);
        logging.Services.AddSingleton<ILoggerProvider>(provider => new CondensedLog(
            ActivatorUtilities.CreateInstance<ConsoleLoggerProvider>(provider), provider.GetRequiredService<TimeProvider>()));
    }
}
