namespace PathwayOrleans.PodHarness.Specs;

/// <summary>Reads a container's environment; later variables replace earlier ones of the same name.</summary>
/// <param name="objects">The rendered objects, with the referenced ConfigMaps, Secrets and Services.</param>
/// <param name="namespace">The namespace of the pod.</param>
/// <param name="hasServiceLinks">Whether the kubelet adds variables for the Services of the pod's namespace.</param>
internal sealed class EnvironmentReader(RenderedObjects objects, string @namespace, bool hasServiceLinks)
{
    private static readonly string[] KnownFieldPaths = ["metadata.name", "metadata.namespace", "status.podIP"];

    internal IReadOnlyList<EnvironmentVariable> Read(Fields container)
    {
        IEnumerable<EnvironmentVariable> all =
        [
            .. hasServiceLinks ? ServiceLinks() : [],
            .. container.List("envFrom").SelectMany(ReadSource),
            .. container.List("env").Select(ReadVariable),
        ];
        return [.. all.Reverse().DistinctBy(variable => variable.Name).Reverse()];
    }

    // The variables of Docker's links. A Service with the name `pathway` would set PATHWAY_PORT.
    private IEnumerable<EnvironmentVariable> ServiceLinks() =>
        from service in objects.OfKind("Service")
        where service.Namespace == @namespace
        let spec = service.Object.Get("spec")
        where spec.FindText("clusterIP") != "None"
        let port = spec.List("ports")[0].Text("port")
        let prefix = service.Name.ToUpperInvariant().Replace('-', '_')
        from variable in (EnvironmentVariable[])
        [
            new($"{prefix}_SERVICE_HOST", ServiceAddress),
            new($"{prefix}_SERVICE_PORT", port),
            new($"{prefix}_PORT", $"tcp://{ServiceAddress}:{port}"),
        ]
        select variable;

    // Any address, because no program of this repository may use it.
    private const string ServiceAddress = "10.96.0.99";

    private IEnumerable<EnvironmentVariable> ReadSource(Fields source)
    {
        string prefix = source.FindText("prefix") ?? "";
        Fields? map = source.Find("configMapRef");
        Fields reference = map ?? source.Get("secretRef");
        string name = reference.Text("name");
        Dictionary<string, string> values = map is null ? objects.Secret(name, @namespace) : objects.ConfigMap(name, @namespace);
        reference.Finish();
        source.Finish();
        return values.Select(value => new EnvironmentVariable(prefix + value.Key, value.Value));
    }

    private EnvironmentVariable ReadVariable(Fields variable)
    {
        string name = variable.Text("name");
        EnvironmentVariable read = variable.Find("valueFrom") is { } source
            ? ReadReference(name, source)
            : new EnvironmentVariable(name, variable.FindText("value") ?? "");
        variable.Finish();
        return read;
    }

    private EnvironmentVariable ReadReference(string name, Fields source)
    {
        Fields? field = source.Find("fieldRef");
        Fields? map = source.Find("configMapKeyRef");
        Fields reference = field ?? map ?? source.Get("secretKeyRef");
        EnvironmentVariable read;
        if (field is not null)
        {
            string path = field.LeaveToTheCluster("apiVersion").Text("fieldPath");
            Assert.True(
                KnownFieldPaths.Contains(path),
                $"{field.PathOf("fieldPath")} is {path}; the tests support {string.Join(", ", KnownFieldPaths)}.");
            read = new EnvironmentVariable(name, "", path);
        }
        else
        {
            string from = reference.Text("name");
            Dictionary<string, string> values = map is null
                ? objects.Secret(from, @namespace)
                : objects.ConfigMap(from, @namespace);
            string key = reference.Text("key");
            read = new EnvironmentVariable(
                name,
                values.TryGetValue(key, out string? value)
                    ? value
                    : throw new KeyNotFoundException($"{reference.PathOf("key")}: {from} has no {key}."));
        }

        reference.Finish();
        source.Finish();
        return read;
    }
}
