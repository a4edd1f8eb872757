using System.Globalization;

namespace PathwayOrleans.PodHarness.Specs;

/// <summary>The fields of a Deployment that affect its execution here.</summary>
internal sealed record DeploymentSpec
{
    internal required string Name { get; init; }

    /// <summary>How many additional pods may exist during an update.</summary>
    internal required int MaxSurge { get; init; }

    /// <summary>How many pods may be unavailable during an update.</summary>
    internal required int MaxUnavailable { get; init; }

    /// <summary>How long a pod must be ready before it counts as available.</summary>
    internal required TimeSpan MinReady { get; init; }

    internal required PodSpec Pod { get; init; }

    /// <summary>Reads a Deployment, with Kubernetes' defaults for missing fields.</summary>
    internal static DeploymentSpec Read(RenderedObjects objects, string name)
    {
        Fields deployment = objects.Get("Deployment", name).LeaveToTheCluster("apiVersion", "kind");
        string @namespace = deployment.Get("metadata").Text("namespace");
        Fields spec = deployment.Get("spec").LeaveToTheCluster("revisionHistoryLimit", "progressDeadlineSeconds", "selector");
        int replicas = spec.FindNumber("replicas") ?? 1;
        Fields? strategy = spec.Find("strategy");
        Assert.Equal("RollingUpdate", strategy?.FindText("type") ?? "RollingUpdate");
        Fields? rolling = strategy?.Find("rollingUpdate");
        var read = new DeploymentSpec
        {
            Name = name,
            MaxSurge = (int)Math.Ceiling(Pods(rolling?.FindText("maxSurge"), replicas)),
            MaxUnavailable = (int)Math.Floor(Pods(rolling?.FindText("maxUnavailable"), replicas)),
            MinReady = spec.Seconds("minReadySeconds", otherwise: 0),
            Pod = PodSpecReader.Read(spec.Get("template"), @namespace, objects),
        };
        rolling?.Finish();
        strategy?.Finish();
        spec.Finish();
        return read;
    }

    // A number, or a percentage of the replicas.
    private static double Pods(string? text, int replicas)
    {
        text ??= "25%";
        return text.EndsWith('%')
            ? double.Parse(text.TrimEnd('%'), CultureInfo.InvariantCulture) / 100 * replicas
            : int.Parse(text, CultureInfo.InvariantCulture);
    }
}
