using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.References;

/// <summary>What the API server asks of names, which schemas do not say.</summary>
internal static partial class FormRules
{
    private const int MaxLabel = 63;
    private const int MaxPortName = 15;

    internal static IEnumerable<string> Problems(ManifestSet set) =>
    [
        .. set.Items.Where(item => !IsLabel(item.Name)).Select(item => $"{item}: its name is none: lower-case letters, digits and '-' are right, at most {MaxLabel}."),
        .. set.Items.SelectMany(item => item.Labels.Concat(item.Pods?.Labels ?? new Dictionary<string, string>())
            .Where(label => !LabelKey().IsMatch(label.Key) || label.Value.Length > MaxLabel || !LabelValue().IsMatch(label.Value))
            .Select(label => $"{item}: {label.Key}: {label.Value} is no label.")),
        .. set.Containers.SelectMany(OfContainer),
        .. set.OfKind("Service").SelectMany(service => PortNames(service.Spec.Items("ports")).Select(name => $"{service}: {name} is no port's name.")),
        .. set.OfKind("ConfigMap").SelectMany(map => map.Json.Map("data").Keys.Where(key => !VariableName().IsMatch(key)).Select(key => $"{map}: {key} can be no variable's name.")),
    ];

    private static IEnumerable<string> OfContainer(Container container) =>
    [
        .. IsLabel(container.Name) ? [] : (string[])[$"{container}: its name is none."],
        .. PortNames(container.Ports).Select(name => $"{container}: {name} is no port's name: at most {MaxPortName} lower-case letters, digits and '-' are right, a letter among them."),
        .. container.Environment.Select((JsonNode variable) => variable.Text("name") ?? "").Where(name => !VariableName().IsMatch(name)).Select(name => $"{container}: {name} is no variable's name."),
    ];

    private static IEnumerable<string> PortNames(IEnumerable<JsonNode> ports) =>
        ports.Select(port => port.Text("name")).OfType<string>().Where(name => !IsLabel(name) || name.Length > MaxPortName || !name.Any(char.IsAsciiLetterLower));

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
