namespace PathwayOrleans.Kubernetes.Tests.Pods.Harness.Specs;

/// <summary>A Job, as far as it is run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Pod">What its pod is like.</param>
internal sealed record JobSpec(string Name, PodSpec Pod)
{
    internal static JobSpec Read(RenderedObjects objects, string name)
    {
        Fields job = objects.Get("Job", name).LeaveToTheCluster("apiVersion", "kind");
        Fields spec = job.Get("spec").LeaveToTheCluster("backoffLimit", "ttlSecondsAfterFinished");
        var read = new JobSpec(name, PodSpecReader.Read(spec.Get("template"), job.Get("metadata").Text("namespace"), objects));
        spec.Finish();
        return read;
    }
}
