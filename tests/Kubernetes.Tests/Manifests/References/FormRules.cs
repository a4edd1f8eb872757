using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.References;

/// <summary>Rules of the API server for names that schemas do not contain.</summary>
internal static partial class FormRules
{
    private const int MaxLabel = 63;
    private const int MaxPortName = 15;

    internal static IEnumerable<string> Problems(ManifestSet set) =>
    [
        .. set.Items.Where(item => !IsLabel(item.Name))
            .Select(item => $"{item}: its name is not valid; it must be at most {MaxLabel} lower-case letters, digits and '-'."),
        .. set.Items.SelectMany(item => item.Labels.Concat(item.Pods?.Labels ?? new Dictionary<string, string>())
            .Where(label => !LabelKey().IsMatch(label.Key) || label.Value.Length > MaxLabel || !LabelValue().IsMatch(label.Value))
            .Select(label => $"{item}: {label.Key}: {label.Value} is not a valid label.")),
        .. set.Containers.SelectMany(OfContainer),
        .. set.OfKind("Service")
            .SelectMany(
                service => PortNames(service.Spec.Items("ports")).Select(name => $"{service}: {name} is not a valid port name.")),
        .. set.OfKind("ConfigMap").SelectMany(map => map.Json.Map("data").Keys.Where(key => !VariableName().IsMatch(key))
            .Select(key => $"{map}: {key} is not a valid variable name.")),
    ];

    private static IEnumerable<string> OfContainer(Container container) =>
    [
        .. IsLabel(container.Name) ? [] : (string[])[$"{container}: its name is not valid."],
        .. PortNames(container.Ports).Select(name =>
            $"{container}: {name} is not a valid port name; it must be at most {MaxPortName} lower-case letters, digits and " +
            "'-', with at least one letter."),
        .. container.Environment.Select((JsonNode variable) => variable.Text("name") ?? "")
            .Where(name => !VariableName().IsMatch(name)).Select(name => $"{container}: {name} is not a valid variable name."),
    ];

    private static IEnumerable<string> PortNames(IEnumerable<JsonNode> ports) =>
        ports.Select(port => port.Text("name"))
            .OfType<string>().Where(name => !IsLabel(name) || name.Length > MaxPortName || !name.Any(char.IsAsciiLetterLower));

    private static bool IsLabel(string name) => name.Length <= MaxLabel && DnsLabel().IsMatch(name);

    [GeneratedRegex(@"\A[a-z0-9]([a-z0-9-]*[a-z0-9])?\z")]
    private static partial Regex DnsLabel();

    [GeneratedRegex(@"\A([a-z0-9]([a-z0-9.-]*[a-z0-9])?/)?[A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?\z")]
    private static partial Regex LabelKey();

    [GeneratedRegex(@"\A([A-Za-z0-9]([\w.-]*[A-Za-z0-9])?)?\z")]
    private static partial Regex LabelValue();

    [GeneratedRegex(@"\A[-._A-Za-z][-._A-Za-z0-9]*\z")]
    private static partial Regex VariableName();
}
