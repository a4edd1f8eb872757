using PathwayOrleans.Testing;

namespace PathwayOrleans.Images.Tests.Images;

/// <summary>
/// The environment of a service in <c>docker-compose.yaml</c>, with this test's Kafka, Postgres and ports. A variable there that
/// the program does not support ends the program, and the test fails.
/// </summary>
internal static class ServiceEnvironment
{
    /// <summary>The environment of an engine.</summary>
    internal static Dictionary<string, string> OfEngine(
        string service, KafkaForTests kafka, PostgresForTests database, string httpUrl)
    {
        Dictionary<string, string> environment = OfDatabase(service, database);
        Set(environment, "Pathway__Kafka__BootstrapServers", kafka.BootstrapServers);
        Set(environment, "Pathway__Kafka__Topic", kafka.Topic);
        environment["Pathway__Kafka__GroupId"] = kafka.GroupId;
        environment["Pathway__Kafka__SourceName"] = kafka.SourceName;
        environment["Pathway__Http__Url"] = httpUrl;
        return environment;
    }

    /// <summary>The environment of a service that uses only Postgres.</summary>
    internal static Dictionary<string, string> OfDatabase(string service, PostgresForTests database)
    {
        Dictionary<string, string> environment = ComposeFile.Environment(service);
        Set(environment, "Pathway__Database__ConnectionString", database.Url);
        return environment;
    }

    /// <summary>The environment of a service that uses only Kafka.</summary>
    internal static Dictionary<string, string> OfKafka(string service, KafkaForTests kafka)
    {
        Dictionary<string, string> environment = ComposeFile.Environment(service);
        Set(environment, "Pathway__Kafka__BootstrapServers", kafka.BootstrapServers);
        Set(environment, "Pathway__Kafka__Topic", kafka.Topic);
        return environment;
    }

    /// <summary>Changes an existing value.</summary>
    internal static void Set(Dictionary<string, string> environment, string name, string value)
    {
        Assert.Contains(name, environment.Keys);
        environment[name] = value;
    }
}
