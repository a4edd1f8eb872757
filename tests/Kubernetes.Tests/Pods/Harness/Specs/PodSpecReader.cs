namespace PathwayOrleans.Kubernetes.Tests.Pods.Harness.Specs;

/// <summary>Reads a pod template as rendered; what it refers to comes from the same rendering.</summary>
internal static class PodSpecReader
{
    // Where a pod runs, and with how much of the node: there is one node, and it is this machine.
    private static readonly string[] Scheduling =
        ["affinity", "nodeSelector", "tolerations", "topologySpreadConstraints", "priorityClassName", "schedulerName"];

    internal static PodSpec Read(Fields template, string @namespace, RenderedObjects objects)
    {
        template.LeaveToTheCluster("metadata");
        Fields pod = template.Get("spec").LeaveToTheCluster(Scheduling).LeaveToTheCluster("dnsPolicy");
        Fields? security = pod.Find("securityContext");
        IReadOnlyList<Fields> containers = pod.List("containers");
        Assert.True(containers.Count == 1, $"{pod.PathOf("containers")} has {containers.Count} entries; this test runs pods of one.");
        var spec = new PodSpec
        {
            Namespace = @namespace,
            EmptyDirectories = [.. pod.List("volumes").Select(EmptyDirectory)],
            Grace = pod.Seconds("terminationGracePeriodSeconds", otherwise: 30),
            Restarts = Enum.Parse<RestartPolicy>(pod.FindText("restartPolicy") ?? nameof(RestartPolicy.Always)),
            HasToken = HasToken(pod, @namespace, objects),
            Container = ContainerReader.Read(
                containers[0], security, new EnvironmentReader(objects, @namespace, hasServiceLinks: pod.FindFlag("enableServiceLinks") ?? true)),
        };
        security?.Finish();
        pod.Finish();
        template.Finish();
        return spec;
    }

    private static string EmptyDirectory(Fields volume)
    {
        string name = volume.Text("name");

        // How much may be written there is for the node to enforce.
        volume.Get("emptyDir").LeaveToTheCluster("sizeLimit", "medium").Finish();
        volume.Finish();
        return name;
    }

    // The pod's word counts before the ServiceAccount's, and a pod without either has a token.
    private static bool HasToken(Fields pod, string @namespace, RenderedObjects objects)
    {
        string account = pod.FindText("serviceAccountName") ?? "default";
        Fields? described = account == "default" ? objects.Find("ServiceAccount", account, @namespace) : objects.Get("ServiceAccount", account, @namespace);
        return pod.FindFlag("automountServiceAccountToken") ?? described?.FindFlag("automountServiceAccountToken") ?? true;
    }
}
