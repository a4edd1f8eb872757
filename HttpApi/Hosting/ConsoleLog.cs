using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using PathwayOrleans.CommandLine.Logging;

namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>The log of an engine's process, on standard error.</summary>
public static class ConsoleLog
{
    private const string FormatterKey = "Logging:Console:FormatterName";

    /// <summary>Configures the log. <c>Logging:Console:FormatterName=json</c> selects JSON.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="condensed">The categories that are condensed; null if only entries about one user are.</param>
    public static void ConfigureConsoleLog(this WebApplicationBuilder builder, CondensedCategories? condensed = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Logging.ClearProviders();
        builder.Logging.AddLines(builder.Configuration[FormatterKey]);
        Condense(builder.Services, condensed ?? CondensedCategories.None);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);

        // The host would log errors with a stack trace that the process already reports in one line before it exits.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
    }

    private static void Condense(IServiceCollection services, CondensedCategories categories)
    {
        ServiceDescriptor console = services.Single(service =>
            service.ServiceType == typeof(ILoggerProvider) && service.ImplementationType == typeof(ConsoleLoggerProvider));
        services.Remove(console);
        services.AddSingleton<ILoggerProvider>(provider => new CondensedLog(
            ActivatorUtilities.CreateInstance<ConsoleLoggerProvider>(provider),
            provider.GetRequiredService<TimeProvider>(),
            categories));
    }
}
