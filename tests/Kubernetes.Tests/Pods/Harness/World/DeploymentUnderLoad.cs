using System.Net;
using System.Text.Json;
using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;
using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Controllers;
using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Nodes;
using PathwayOrleans.Kubernetes.Tests.Pods.Harness.Specs;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Standalone.Tests.Harness;

namespace PathwayOrleans.Kubernetes.Tests.Pods.Harness.World;

/// <summary>
/// A Deployment of an engine while a producer never rests; and what has to hold of its pods whatever is done to them.
/// </summary>
internal sealed class DeploymentUnderLoad : IAsyncDisposable
{
    // More than any test waits for: each says when it has had enough. Few users, so that everything that is done to the
    // pods meets each of them.
    private static readonly LoadOptions Events = new() { Events = 5_000_000, Users = 1_000, Malformed = 5_000 };
    private const double Rate = 1_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Load _load;
    private readonly ConnectionWatch _connections;
    private readonly int _httpPort;

    private DeploymentUnderLoad(PodCluster cluster, DeploymentSpec spec)
    {
        Cluster = cluster;
        Pods = new Deployment(cluster, spec);
        _httpPort = spec.Pod.Container.Ports["http"];
        _load = Load.Start(cluster.Kafka, Events, Rate);
        _connections = ConnectionWatch.Start(cluster.Database);
    }

    internal PodCluster Cluster { get; }

    internal Deployment Pods { get; }

    /// <summary>Starts one pod, with everything around it.</summary>
    internal static async Task<DeploymentUnderLoad> StartAsync(string folder, string name)
    {
        RenderedObjects objects = RenderedObjects.Parse(await Kustomize.RenderAsync(folder));
        var spec = DeploymentSpec.Read(objects, name);
        PodCluster cluster = await PodCluster.StartAsync(objects);
        return new DeploymentUnderLoad(cluster, spec);
    }

    /// <summary>Waits until each partition is read by one pod, and none of them reads two more than another.</summary>
    internal Task SharedEvenlyAsync() => SharedEvenlyAsync(Pods.Pods);

    /// <summary>Waits until these pods share the partitions so.</summary>
    internal Task SharedEvenlyAsync(IReadOnlyList<Pod> pods) => Cluster.WaitForAsync(
        async () =>
        {
            int[][] shares = await Task.WhenAll(pods.Select(ReadsAsync));
            return shares.SelectMany(share => share).Order().SequenceEqual(Enumerable.Range(0, Cluster.Kafka.Partitions))
                && shares.Max(share => share.Length) - shares.Min(share => share.Length) <= 1;
        },
        $"{pods.Count} pods sharing {Cluster.Kafka.Partitions} partitions evenly");

    /// <summary>Waits until so many more records are durable.</summary>
    internal async Task CountsOnAsync(long records)
    {
        long before = await DurableAsync();
        await Cluster.WaitForAsync(async () => await DurableAsync() >= before + records, $"{records} more durable records");
    }

    /// <summary>Records that are durable.</summary>
    internal Task<long> DurableAsync() => Progress.SumAsync(Cluster.Kafka, Cluster.Database);

    /// <summary>
    /// Ends the load, and compares every user and every dead letter; then looks at what no pod may ever have done: fail a
    /// liveness probe, hold more connections or more memory than it may.
    /// </summary>
    /// <param name="connections">How many connections a pod may have.</param>
    /// <param name="cutOff">Pods that were cut off: how many of their connections are left, the server cannot know.</param>
    internal async Task AssertExactAsync(int connections, params IEnumerable<Pod> cutOff)
    {
        Assert.True(_load.IsProducing, "The load ended too early.");
        await _load.StopAsync();
        try
        {
            await _load.AssertExactAsync(Cluster.Kafka, Cluster.Database);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}\n{string.Join('\n', Cluster.Pods.Select(pod => pod.Description))}", e);
        }

        Dictionary<string, int> counted = _connections.Highest();
        foreach (Pod pod in Pods.Past)
        {
            Assert.True(pod.LivenessFailures == 0, pod.Description);
            Assert.True(pod.PeakMemory <= (pod.Spec.Container.MemoryLimit ?? long.MaxValue), $"{pod.PeakMemory} bytes\n{pod.Description}");
        }

        Assert.All(Pods.Past.Except(cutOff), pod => Assert.InRange(counted.GetValueOrDefault(pod.Name), 1, connections));
    }

    public async ValueTask DisposeAsync()
    {
        await _connections.DisposeAsync();
        await _load.StopAsync();
        _load.Dispose();
        await Cluster.DisposeAsync();
    }

    private async Task<int[]> ReadsAsync(Pod pod)
    {
        PartitionStatus[] partitions = await AskAsync<PartitionStatus[]>(pod, "/api/partitions") ?? [];
        return [.. partitions.Where(partition => partition.State is PartitionState.Reading or PartitionState.Paused).Select(partition => partition.Partition)];
    }

    private async Task<T?> AskAsync<T>(Pod pod, string path)
        where T : class
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        try
        {
            (HttpStatusCode code, string text) = await pod.Prober.GetAsync(_httpPort, path, limit.Token);
            return code == HttpStatusCode.OK ? JsonSerializer.Deserialize<T>(text, Json) : null;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return null;
        }
    }
}
