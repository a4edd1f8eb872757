using PathwayOrleans.Testing;

namespace PathwayOrleans.Images.Tests.Images;

/// <summary>What a manifest sets for an engine.</summary>
internal static class EngineEnvironment
{
    internal static Dictionary<string, string> Of(KafkaForTests kafka, string databaseUrl, string httpUrl) => new()
    {
        ["Pathway__Kafka__BootstrapServers"] = kafka.BootstrapServers,
        ["Pathway__Kafka__Topic"] = kafka.Topic,
        ["Pathway__Kafka__GroupId"] = kafka.GroupId,
        ["Pathway__Kafka__SourceName"] = kafka.SourceName,
        ["Pathway__Database__ConnectionString"] = databaseUrl,
        ["Pathway__Http__Url"] = httpUrl,
    };
}
