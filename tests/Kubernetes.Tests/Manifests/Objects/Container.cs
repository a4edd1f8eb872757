using System.Text.Json.Nodes;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Objects;

/// <summary>A container of a pod.</summary>
internal sealed class Container(PodTemplate pod, JsonNode json)
{
    internal static readonly string[] ProbeFields = ["startupProbe", "readinessProbe", "livenessProbe"];

    internal PodTemplate Pod { get; } = pod;

    internal JsonNode Json { get; } = json;

    internal string Name => Json.Text("name") ?? "";

    internal string Image => Json.Text("image") ?? "";

    internal IEnumerable<JsonNode> Environment => Json.Items("env");

    internal IEnumerable<JsonNode> Ports => Json.Items("ports");

    internal IEnumerable<string> Arguments => Json.Items("args").Select(argument => argument.ToString());

    /// <summary>
    /// The number of a port that is given by number or name; null if the container has no port of that name.
    /// </summary>
    internal int? PortOf(string nameOrNumber) => int.TryParse(nameOrNumber, out int number)
        ? number
        : Ports.FirstOrDefault(port => port.Text("name") == nameOrNumber).Number("containerPort");

    public override string ToString() => $"{Pod}, container {Name}";
}
