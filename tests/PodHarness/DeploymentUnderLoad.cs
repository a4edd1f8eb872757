using System.Net;
using System.Text.Json;
using PathwayOrleans.PodHarness.Nodes;
using PathwayOrleans.PodHarness.Specs;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Testing.Processes;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.PodHarness;

/// <summary>A Deployment of an engine under continuous load, and the requirements that its pods must always meet.</summary>
internal sealed class DeploymentUnderLoad : IAsyncDisposable
{
    // More than any test waits for; each test stops the load. Few users, so that every fault affects each of them.
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

    /// <summary>Starts the environment and one pod.</summary>
    /// <param name="manifests">The rendered manifests as a stream of YAML documents.</param>
    /// <param name="name">The Deployment's name.</param>
    internal static async Task<DeploymentUnderLoad> StartAsync(string manifests, string name)
    {
        RenderedObjects objects = RenderedObjects.Parse(manifests);
        var spec = DeploymentSpec.Read(objects, name);
        PodCluster cluster = await PodCluster.StartAsync(objects);
        return new DeploymentUnderLoad(cluster, spec);
    }

    /// <summary>
    /// Waits until each partition is read by exactly one pod, and the pods' numbers of partitions differ by at most one.
    /// </summary>
    internal Task SharedEvenlyAsync() => SharedEvenlyAsync(Pods.Pods);

    /// <summary>Waits until exactly these pods share the partitions in that way.</summary>
    internal Task SharedEvenlyAsync(IReadOnlyList<Pod> pods) => Cluster.WaitForAsync(
        async () =>
        {
            int[][] shares = await Task.WhenAll(pods.Select(ReadsAsync));
            return shares.SelectMany(share => share).Order().SequenceEqual(Enumerable.Range(0, Cluster.Kafka.Partitions))
                && shares.Max(share => share.Length) - shares.Min(share => share.Length) <= 1;
        },
        $"{pods.Count} pods sharing {Cluster.Kafka.Partitions} partitions evenly");

    /// <summary>Waits until a number of further records are durable.</summary>
    internal async Task CountsOnAsync(long records)
    {
        long before = await DurableAsync();
        await Cluster.WaitForAsync(async () => await DurableAsync() >= before + records, $"{records} more durable records");
    }

    /// <summary>The number of durable records.</summary>
    internal Task<long> DurableAsync() => Progress.SumAsync(Cluster.Kafka, Cluster.Database);

    /// <summary>
    /// Ends the load and compares every user and every dead letter. Then asserts that no pod has ever answered a liveness probe
    /// with an error, or exceeded its number of connections or its memory.
    /// </summary>
    /// <param name="connections">The maximum number of connections of a pod.</param>
    /// <param name="cutOff">Pods that were cut off; the server cannot detect that their connections are closed.</param>
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
            string pods = string.Join('\n', Cluster.Pods.Select(pod => pod.Description));
            throw new InvalidOperationException($"{e.Message}\n{pods}", e);
        }

        IReadOnlyDictionary<string, int> counted = await _connections.HighestByHostAsync();
        foreach (Pod pod in Pods.Past)
        {
            Assert.True(pod.LivenessErrors == 0, pod.Description);
            Assert.True(
                pod.PeakMemory <= (pod.Spec.Container.MemoryLimit ?? long.MaxValue),
                $"{pod.PeakMemory} bytes\n{pod.Description}");
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
        return
        [
            .. partitions.Where(partition => partition.State is PartitionState.Reading or PartitionState.Paused)
                .Select(partition => partition.Partition),
        ];
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
