using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using PathwayOrleans.PodHarness.Nodes;
using PathwayOrleans.PodHarness.Specs;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Faults;
using PathwayOrleans.Testing.Network;

namespace PathwayOrleans.PodHarness;

/// <summary>
/// The environment of the pods of some manifests: a network with the manifests' database and broker, under the names and ports
/// of the manifests.
/// </summary>
internal sealed class PodCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Stack<IAsyncDisposable> _parts = new();
    private readonly ConcurrentDictionary<Pod, byte> _pods = new();

    private PodCluster(RenderedObjects objects) => Objects = objects;

    internal RenderedObjects Objects { get; }

    internal KafkaForTests Kafka { get => field ?? throw NotStarted(); private set; }

    internal PostgresForTests Database { get => field ?? throw NotStarted(); private set; }

    // All connections of the pods to the database.
    private FaultyProxy DatabaseLink { get => field ?? throw NotStarted(); set; }

    /// <summary>Pods that have not ended and have not been removed.</summary>
    internal IEnumerable<Pod> Pods => _pods.Keys.OrderBy(pod => pod.Name, StringComparer.Ordinal);

    internal static TimeProvider Time => TimeProvider.System;

    private NetworkHosts Network { get => field ?? throw NotStarted(); set; }

    /// <summary>Starts database, broker and network. Skips the test if the machine does not support a network of hosts.</summary>
    internal static async Task<PodCluster> StartAsync(RenderedObjects objects)
    {
        Assert.SkipWhen(
            KafkaForTests.IsReal, "The pods of this test can only reach the broker of this machine, not an external one.");
        var cluster = new PodCluster(objects);
        try
        {
            await cluster.StartPartsAsync();
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a pod.</summary>
    internal async Task<Pod> StartPodAsync(PodSpec spec, string name)
    {
        PodSandbox sandbox = PodSandbox.Create(name, spec, await Network.AddAsync(), HostsFile());
        var pod = Pod.Start(sandbox, Time);
        _pods[pod] = 0;
        return pod;
    }

    /// <summary>Removes a pod; a running one is lost, as with its node.</summary>
    internal async Task RemoveAsync(Pod pod)
    {
        await pod.DisposeAsync();
        await Network.RemoveAsync(pod.Network);
        _pods.TryRemove(pod, out _);
    }

    /// <summary>
    /// Runs an action while the database refuses new connections from the pods and has dropped the existing ones.
    /// </summary>
    internal async Task WithoutDatabaseAsync(Func<Task> action)
    {
        DatabaseLink.Refuse = true;
        DatabaseLink.CutAll();
        try
        {
            await action();
        }
        finally
        {
            DatabaseLink.Refuse = false;
        }
    }

    /// <summary>Runs an action while the current pods cannot reach the broker. The producer can.</summary>
    internal async Task WithoutBrokerAsync(Func<Task> action)
    {
        Pod[] pods = [.. Pods];
        await Task.WhenAll(pods.Select(pod => pod.Network.LoseSharedPortsAsync()));
        try
        {
            await action();
        }
        finally
        {
            await Task.WhenAll(pods.Select(pod => pod.Network.FindSharedPortsAsync()));
        }
    }

    /// <summary>Waits for a condition. A failure shows the events and output of the pods.</summary>
    internal async Task WaitForAsync(Func<Task<bool>> condition, string what)
    {
        try
        {
            await Eventually.SucceedsAsync(condition, Patience, what);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}\n{string.Join('\n', Pods.Select(pod => pod.Description))}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_pods.Keys.Select(RemoveAsync));
        while (_parts.TryPop(out IAsyncDisposable? part))
        {
            await part.DisposeAsync();
        }
    }

    private static InvalidOperationException NotStarted() => new("The cluster has not been started.");

    private async Task StartPartsAsync()
    {
        (string topic, int partitions) = Topic(Objects);
        _parts.Push(Kafka = await KafkaForTests.StartEmbeddedAsync(topic, Group(Objects), partitions));
        _parts.Push(Network = await NetworkHosts.StartAsync(0, PortOf(Kafka)));
        PrivatePostgres server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions { Durable = false });
        _parts.Push(server);
        Database = PostgresForTests.DefaultOn(server);
        var address = new IPEndPoint(Network.Gateway, ServicePort(Objects, "postgres"));
        _parts.Push(DatabaseLink = await FaultyProxy.StartAsync(server.Port, address));

        // Only the bootstrap connection uses this address; the broker then advertises its own address.
        _parts.Push(await FaultyProxy.StartAsync(PortOf(Kafka), new IPEndPoint(Network.Gateway, KafkaPort(Objects))));
    }

    private string HostsFile() => string.Concat(Names(Objects).Select(name => $"{Network.Gateway} {name}\n"));

    // The names of the Services that run here. Pods can resolve no other names.
    private static IEnumerable<string> Names(RenderedObjects objects)
    {
        (string kafka, string kafkaNamespace, _) = objects.OfKind("Kafka").Single();
        (_, string @namespace, _) = objects.OfKind("Service").Single(service => service.Name == "postgres");
        return ((string[])["", $".{@namespace}", $".{@namespace}.svc", $".{@namespace}.svc.cluster.local"])
            .Select(suffix => "postgres" + suffix)
            .Concat(((string[])["", ".svc", ".svc.cluster.local"])
                .Select(suffix => $"{kafka}-kafka-bootstrap.{kafkaNamespace}{suffix}"));
    }

    private static int ServicePort(RenderedObjects objects, string name) =>
        int.Parse(objects.Get("Service", name).Get("spec").List("ports").Single().Text("port"), CultureInfo.InvariantCulture);

    private static int KafkaPort(RenderedObjects objects) => objects.OfKind("Kafka").Single().Object
        .Get("spec").Get("kafka").List("listeners").Single(listener => listener.Text("tls") == "false").FindNumber("port")
        ?? throw new FormatException("The plain listener of Kafka has no port.");

    private static (string Topic, int Partitions) Topic(RenderedObjects objects)
    {
        (string name, _, Fields topic) = objects.OfKind("KafkaTopic").Single();
        Fields spec = topic.Get("spec");
        return (spec.FindText("topicName") ?? name, spec.FindNumber("partitions") ?? 1);
    }

    private static string Group(RenderedObjects objects) => objects.OfKind("ConfigMap")
        .Select(map => map.Object.Find("data")?.FindText("Pathway__Kafka__GroupId"))
        .First(group => group is not null)!;

    private static int PortOf(KafkaForTests kafka) =>
        int.Parse(kafka.BootstrapServers.Split(':')[1], CultureInfo.InvariantCulture);
}
