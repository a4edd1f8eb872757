using System.Globalization;

namespace PathwayOrleans.PodHarness.Specs;

/// <summary>Reads the container of a pod template.</summary>
internal static class ContainerReader
{
    internal static ContainerSpec Read(Fields container, Fields? podSecurity, EnvironmentReader environment)
    {
        // How the image is obtained.
        container.LeaveToTheCluster("name", "imagePullPolicy", "terminationMessagePath", "terminationMessagePolicy");
        Dictionary<string, int> ports = container.List("ports").ToDictionary(port => port.Text("name"), Port);
        var spec = new ContainerSpec
        {
            Image = container.Text("image"),
            Command = container.Texts("command"),
            Arguments = container.Texts("args"),
            WorkingDirectory = container.FindText("workingDir"),
            Environment = environment.Read(container),
            Ports = ports,
            Mounts = [.. container.List("volumeMounts").Select(Mount)],
            Security = Security(container.Find("securityContext"), podSecurity),
            MemoryLimit = MemoryLimit(container.Find("resources")),
            Startup = Probe("startupProbe"),
            Readiness = Probe("readinessProbe"),
            Liveness = Probe("livenessProbe"),
            SleepBeforeStop = SleepBeforeStop(container.Find("lifecycle")),
        };
        container.Finish();
        return spec;

        ProbeSpec? Probe(string key) => container.Find(key) is { } probe ? ProbeSpec.Read(probe, ports) : null;
    }

    private static int Port(Fields port)
    {
        int number = port.FindNumber("containerPort") ?? throw new FormatException($"{port.PathOf("containerPort")} is missing.");
        port.LeaveToTheCluster("protocol").Finish();
        return number;
    }

    // Requests affect only the scheduler.
    private static long? MemoryLimit(Fields? resources)
    {
        Fields? limits = resources?.LeaveToTheCluster("requests").Find("limits");
        resources?.Finish();
        return limits?.FindText("memory") is { } text
            ? text switch
            {
                [.. var number, 'M', 'i'] => long.Parse(number, CultureInfo.InvariantCulture) << 20,
                [.. var number, 'G', 'i'] => long.Parse(number, CultureInfo.InvariantCulture) << 30,
                _ => throw new FormatException($"{limits.PathOf("memory")} is '{text}'; the tests support Mi and Gi."),
            }
            : null;
    }

    private static VolumeMount Mount(Fields mount)
    {
        var read = new VolumeMount(mount.Text("name"), mount.Text("mountPath"), mount.FindFlag("readOnly") ?? false);
        mount.Finish();
        return read;
    }

    private static TimeSpan SleepBeforeStop(Fields? lifecycle)
    {
        Fields? hook = lifecycle?.Find("preStop");
        Fields? sleep = hook?.Get("sleep");
        TimeSpan length = sleep?.Seconds("seconds", otherwise: 0) ?? TimeSpan.Zero;
        sleep?.Finish();
        hook?.Finish();
        lifecycle?.Finish();
        return length;
    }

    // The container's security context overrides the pod's.
    private static ContainerSecurity Security(Fields? own, Fields? pods)
    {
        // The container runtime applies the seccomp profile.
        own?.LeaveToTheCluster("seccompProfile");
        pods?.LeaveToTheCluster("seccompProfile");
        Fields? capabilities = own?.Find("capabilities");
        IReadOnlyList<string> dropped = capabilities?.Texts("drop") ?? [];
        Assert.True(dropped is [] or ["ALL"], "The tests support dropping all capabilities or none.");
        var security = new ContainerSecurity(
            User: own?.FindNumber("runAsUser") ?? pods?.FindNumber("runAsUser"),
            Group: own?.FindNumber("runAsGroup") ?? pods?.FindNumber("runAsGroup"),
            MustNotBeRoot: own?.FindFlag("runAsNonRoot") ?? pods?.FindFlag("runAsNonRoot") ?? false,
            ReadOnlyRoot: own?.FindFlag("readOnlyRootFilesystem") ?? false,
            DropsCapabilities: dropped.Count > 0,
            NoNewPrivileges: own?.FindFlag("allowPrivilegeEscalation") == false);

        // Read, although the container's security context overrides it.
        pods?.LeaveToTheCluster("runAsUser", "runAsGroup", "runAsNonRoot");
        capabilities?.Finish();
        own?.Finish();
        return security;
    }
}
