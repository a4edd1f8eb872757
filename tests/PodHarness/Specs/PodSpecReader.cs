namespace PathwayOrleans.PodHarness.Specs;

/// <summary>Reads a rendered pod template. Referenced objects come from the same rendering.</summary>
internal static class PodSpecReader
{
    // Scheduling and requests: there is only one node, this machine.
    private static readonly string[] Scheduling =
        ["affinity", "nodeSelector", "tolerations", "topologySpreadConstraints", "priorityClassName", "schedulerName"];

    internal static PodSpec Read(Fields template, string @namespace, RenderedObjects objects)
    {
        template.LeaveToTheCluster("metadata");
        Fields pod = template.Get("spec").LeaveToTheCluster(Scheduling).LeaveToTheCluster("dnsPolicy");
        Fields? security = pod.Find("securityContext");
        IReadOnlyList<Fields> containers = pod.List("containers");
        Assert.True(
            containers.Count == 1, $"{pod.PathOf("containers")} has {containers.Count} entries; the tests support one.");
        var spec = new PodSpec
        {
            Namespace = @namespace,
            Volumes = pod.List("volumes").Select(volume => Volume(volume, @namespace, objects)).ToDictionary(),
            Grace = pod.Seconds("terminationGracePeriodSeconds", otherwise: 30),
            Restarts = Enum.Parse<RestartPolicy>(pod.FindText("restartPolicy") ?? nameof(RestartPolicy.Always)),
            HasToken = HasToken(pod, @namespace, objects),
            Container = ContainerReader.Read(
                containers[0],
                security,
                new EnvironmentReader(objects, @namespace, hasServiceLinks: pod.FindFlag("enableServiceLinks") ?? true)),
        };
        security?.Finish();
        pod.Finish();
        template.Finish();
        return spec;
    }

    private static KeyValuePair<string, IReadOnlyDictionary<string, string>?> Volume(
        Fields volume, string @namespace, RenderedObjects objects)
    {
        string name = volume.Text("name");
        IReadOnlyDictionary<string, string>? files = null;
        if (volume.Find("configMap") is { } map)
        {
            files = objects.ConfigMap(map.Text("name"), @namespace);
            map.Finish();
        }
        else
        {
            // The node enforces size limits of volumes.
            volume.Get("emptyDir").LeaveToTheCluster("sizeLimit", "medium").Finish();
        }

        volume.Finish();
        return KeyValuePair.Create(name, files);
    }

    // The pod's setting overrides the ServiceAccount's; by default, the token is mounted.
    private static bool HasToken(Fields pod, string @namespace, RenderedObjects objects)
    {
        string account = pod.FindText("serviceAccountName") ?? "default";
        Fields? described = account == "default"
            ? objects.Find("ServiceAccount", account, @namespace)
            : objects.Get("ServiceAccount", account, @namespace);
        return pod.FindFlag("automountServiceAccountToken") ?? described?.FindFlag("automountServiceAccountToken") ?? true;
    }
}
