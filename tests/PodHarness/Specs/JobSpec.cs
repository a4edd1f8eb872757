namespace PathwayOrleans.PodHarness.Specs;

/// <summary>The fields of a Job that affect its execution here.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Pod">Its pod template.</param>
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
