using System.CommandLine;
using PathwayOrleans.Cli;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;
using PathwayOrleans.Producer.Command;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Engines;

/// <summary>Our containers are told what their programs know: variables, settings, arguments.</summary>
internal static class ProgramRules
{
    // Those that are not the product's own settings: what they are for, and who reads them.
    private static readonly string[] OtherVariables =
    [
        "POD_NAME", "POD_IP", // the silo
        "POSTGRES_PASSWORD", // becomes part of the connection string
        "DOTNET_EnableDiagnostics", // the runtime
        "OTEL_EXPORTER_OTLP_ENDPOINT", // OpenTelemetry's exporter
    ];

    /// <summary>Containers that run our images.</summary>
    internal static IEnumerable<Container> Ours(ManifestSet set) =>
        set.Containers.Where(container => container.Image.StartsWith("pathway-orleans/", StringComparison.Ordinal));

    internal static IEnumerable<string> Variables(ManifestSet set) =>
        from container in Ours(set)
        from name in EnvironmentReader.Of(set, container).Keys
        where !name.StartsWith("Pathway__", StringComparison.Ordinal) && !OtherVariables.Contains(name)
        select $"{container}: nobody reads the variable {name}.";

    internal static IEnumerable<string> Settings(ManifestSet set) => Ours(set).SelectMany(container => EngineConfiguration.Problems(set, container));

    internal static IEnumerable<string> KafkaClients(ManifestSet set) =>
        Ours(set).Where(container => container.Name is "silo" or "standalone" or "tools" or "producer").SelectMany(container => KafkaClientRules.Problems(set, container));

    internal static IEnumerable<string> Arguments(ManifestSet set) =>
        from container in Ours(set)
        let command = CommandOf(container)
        where command is not null
        from error in command.Parse([.. container.Arguments]).Errors
        select $"{container}: its arguments are none of its program's: {error.Message}";

    // A silo takes no arguments. The client's program is Orleans', and its arguments are tested where that is.
    private static Command? CommandOf(Container container) => container.Image.Split('/', ':')[1] switch
    {
        "standalone" => PathwayCommand.Create(),
        "producer" => ProduceCommand.Create(asRoot: true),
        "silo" => new RootCommand(),
        _ => null,
    };
}
