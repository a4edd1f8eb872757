using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PathwayOrleans.Configuration;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>Topics of Apache Kafka, and of brokers that speak its protocol.</summary>
internal sealed class KafkaConnector : ISourceConnector
{
    internal const string ConnectorName = "kafka";

    public string Name => ConnectorName;

    public string IdentityPrefix => KafkaSourceIdentity.NamePrefix;

    public IReadOnlyList<SourceSetting> Settings { get; } =
    [
        new(SourceSettingKind.Server, "--brokers", KeyOf(nameof(KafkaOptions.BootstrapServers)), "SERVERS",
            "Kafka, host:port[,host:port…]."),
        new(SourceSettingKind.Log, "--topic", KeyOf(nameof(KafkaOptions.Topic)), "NAME", "The topic."),
        new(SourceSettingKind.Sharing, "--group", KeyOf(nameof(KafkaOptions.GroupId)), "NAME",
            "The consumer group through which processes share the partitions."),
    ];

    public string? Limitation => null;

    public void AddTo(IServiceCollection services, IConfiguration configuration)
    {
        services.AddPathwayOptions<KafkaOptions, KafkaOptionsValidator>(configuration, KafkaOptions.Section);
        services.AddSingleton<ISource, KafkaSource>();
    }

    private static string KeyOf(string property) => $"{KafkaOptions.Section}:{property}";
}
