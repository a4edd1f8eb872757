using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Engine.Tests.Harness;

/// <summary>One kind of engine, as its program composes it, in this process.</summary>
public abstract class EngineFixture
{
    /// <summary>The engine's name in its status.</summary>
    internal abstract string Name { get; }

    /// <summary>Starts the engine; returns when its host has started.</summary>
    internal abstract Task<RunningEngine> StartAsync(EngineSetup setup);

    /// <summary>The parameters of an engine.</summary>
    /// <param name="Database">Its database.</param>
    /// <param name="Kafka">Its topic.</param>
    /// <param name="Settings">Its configuration, beyond database and topic.</param>
    /// <param name="Configure">Changes its services.</param>
    internal sealed record EngineSetup(
        PostgresForTests Database,
        KafkaForTests Kafka,
        IReadOnlyDictionary<string, string?> Settings,
        Action<IServiceCollection> Configure)
    {
        /// <summary>The log of the engine.</summary>
        internal LogLines Log { get; } = new();

        internal void CaptureLog(ILoggingBuilder logging)
        {
            logging.ClearProviders();
            logging.AddProvider(Log);
            logging.AddFilter<LogLines>("PathwayOrleans", LogLevel.Information);
            logging.AddFilter<LogLines>("Orleans", LogLevel.Error);
        }
    }
}
