using System.CommandLine;
using PathwayOrleans.Cli;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Producer.Commands;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Engines;

/// <summary>Variables, settings and arguments of containers are supported by their programs.</summary>
internal static class ProgramRules
{
    // Variables other than settings of the product, with the reader of each.
    private static readonly string[] OtherVariables =
    [
        "POD_NAME", "POD_IP", // the silo
        "POSTGRES_PASSWORD", // becomes part of the connection string
        "DOTNET_EnableDiagnostics", // the runtime
        "OTEL_EXPORTER_OTLP_ENDPOINT", // OpenTelemetry's exporter
    ];

    /// <summary>Containers that run images of this repository.</summary>
    internal static IEnumerable<Container> Ours(ManifestSet set) =>
        set.Containers.Where(container => container.Image.StartsWith("pathway-orleans/", StringComparison.Ordinal));

    internal static IEnumerable<string> Variables(ManifestSet set) =>
        from container in Ours(set)
        from name in EnvironmentReader.Of(set, container).Keys
        where !name.StartsWith("Pathway__", StringComparison.Ordinal) && !OtherVariables.Contains(name)
        select $"{container}: the variable {name} is not used.";

    internal static IEnumerable<string> Settings(ManifestSet set) =>
        Ours(set).SelectMany(container => EngineConfiguration.Problems(set, container));

    internal static IEnumerable<string> KafkaClients(ManifestSet set) =>
        Ours(set).Where(container => container.Name is "silo" or "standalone" or "tools" or "producer")
            .SelectMany(container => KafkaClientRules.Problems(set, container));

    internal static IEnumerable<string> Arguments(ManifestSet set) =>
        from container in Ours(set)
        let command = CommandOf(container)
        where command is not null
        from error in command.Parse([.. container.Arguments]).Errors
        select $"{container}: its arguments are invalid: {error.Message}";

    // A silo has no arguments. The arguments of the client are tested with the client.
    private static Command? CommandOf(Container container) => container.Image.Split('/', ':')[1] switch
    {
        "standalone" => PathwayCommand.Create(),
        "producer" => ProduceCommand.Create(asRoot: true),
        "silo" => new RootCommand(),
        _ => null,
    };
}
