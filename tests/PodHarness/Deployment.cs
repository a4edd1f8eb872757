using PathwayOrleans.PodHarness.Nodes;
using PathwayOrleans.PodHarness.Specs;

namespace PathwayOrleans.PodHarness;

/// <summary>
/// Maintains the pods of a Deployment like its controller and ReplicaSets: their number, and rolling updates. Every pod that is
/// told to end must do so by itself.
/// </summary>
internal sealed class Deployment(PodCluster cluster, DeploymentSpec initial)
{
    private readonly Lock _gate = new();
    private readonly List<Pod> _pods = [];
    private readonly List<Pod> _past = [];
    private DeploymentSpec _spec = initial;
    private int _lastPod;
    private int _revision = 1;

    /// <summary>The pods that are intended to run, oldest first.</summary>
    internal IReadOnlyList<Pod> Pods
    {
        get
        {
            lock (_gate)
            {
                return [.. _pods];
            }
        }
    }

    /// <summary>All pods, including those that have ended.</summary>
    internal IReadOnlyList<Pod> Past
    {
        get
        {
            lock (_gate)
            {
                return [.. _past];
            }
        }
    }

    /// <summary>The minimum number of ready pods since <see cref="WatchReady"/>.</summary>
    internal int FewestReady { get; private set; }

    /// <summary>Starts to record the minimum number of ready pods.</summary>
    internal void WatchReady() => FewestReady = Pods.Count(pod => pod.IsReady);

    /// <summary><c>kubectl scale</c>; returns when the number of pods is reached.</summary>
    internal async Task ScaleAsync(int replicas)
    {
        while (Pods.Count < replicas)
        {
            await AddAsync();
        }

        // The newest pods are removed first.
        await Task.WhenAll(Pods.Skip(replicas).Reverse().ToArray().Select(EndAsync));
        await AvailableAsync();
    }

    /// <summary>
    /// <c>kubectl rollout restart</c>, or <c>kubectl apply</c> of a changed Deployment, and <c>status</c>: replaces all pods with
    /// the strategy of the manifest.
    /// </summary>
    internal async Task RolloutAsync(DeploymentSpec? changed = null)
    {
        _spec = changed ?? _spec;
        _revision++;
        int replicas = Pods.Count;
        var old = new Queue<Pod>(Pods);
        var ending = new List<Task>();
        while (old.Count > 0)
        {
            while (Pods.Count < replicas + _spec.MaxSurge && Pods.Count - old.Count < replicas)
            {
                await AddAsync();
            }

            // Pods that are ending do not count: the next one is started while they end.
            await cluster.WaitForAsync(
                () => Task.FromResult(Available > replicas - _spec.MaxUnavailable), "a new pod being available");
            ending.Add(EndAsync(old.Dequeue()));
        }

        await Task.WhenAll(ending);
        await AvailableAsync();
    }

    /// <summary>A pod is lost with its node and is replaced by another one.</summary>
    internal async Task LoseAsync(Pod pod)
    {
        Remove(pod);
        await pod.LoseAsync();
        await cluster.RemoveAsync(pod);
        await AddAsync();
    }

    /// <summary>Waits until all pods are available.</summary>
    internal Task AvailableAsync() => cluster.WaitForAsync(
        () => Task.FromResult(Available == Pods.Count), $"all pods of {_spec.Name} being available");

    /// <summary>Waits until no pod is ready.</summary>
    internal Task UnreadyAsync() => cluster.WaitForAsync(
        () => Task.FromResult(Pods.All(pod => !pod.IsReady)), $"no pod of {_spec.Name} being ready");

    private int Available => Pods.Count(pod => pod.ReadyFor >= _spec.MinReady);

    private async Task AddAsync()
    {
        Pod pod = await cluster.StartPodAsync(_spec.Pod, $"{_spec.Name}-{_revision:x8}-{++_lastPod:d5}");
        pod.ReadinessChanged = CountReady;
        lock (_gate)
        {
            _pods.Add(pod);
            _past.Add(pod);
        }
    }

    private async Task EndAsync(Pod pod)
    {
        Remove(pod);
        PodEnd end = await pod.DeleteAsync();
        Assert.True(end.IsGraceful, $"{end}\n{pod.Description}");
        await cluster.RemoveAsync(pod);
    }

    private void Remove(Pod pod)
    {
        lock (_gate)
        {
            _pods.Remove(pod);
        }
    }

    private void CountReady()
    {
        lock (_gate)
        {
            FewestReady = Math.Min(FewestReady, _pods.Count(pod => pod.IsReady));
        }
    }
}
