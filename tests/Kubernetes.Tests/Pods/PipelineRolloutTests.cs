using PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;
using PathwayOrleans.PodHarness;
using PathwayOrleans.PodHarness.Specs;
using PathwayOrleans.Testing.Folders;
using PathwayOrleans.Testing.Pipelines;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Kubernetes.Tests.Pods;

[Collection(PodsInTurn.Name)]
[Trait("Tier", "Slow")]
public sealed class PipelineRolloutTests
{
    private const string Overlay = "overlays/clickstream";
    private const string AddedView =
        """

        CREATE MATERIALIZED VIEW visits AS SELECT customer_id, count(*) AS n FROM purchases GROUP BY customer_id;
        """;

    [Fact]
    public async Task A_changed_pipeline_is_another_config_map_and_its_rollout_counts_every_record_once()
    {
        RenderedObjects objects = RenderedObjects.Parse(await Kustomize.RenderAsync(Overlay));
        RenderedObjects changed = RenderedObjects.Parse(await RenderWithAddedViewAsync());
        Assert.NotEqual(PipelineMap(objects), PipelineMap(changed));

        await using PodCluster cluster = await PodCluster.StartAsync(objects);
        var silos = new Deployment(cluster, DeploymentSpec.Read(objects, "silo"));
        await silos.ScaleAsync(1);
        await ProduceAsync(cluster, minute: 1);
        await silos.RolloutAsync(DeploymentSpec.Read(changed, "silo"));
        await ProduceAsync(cluster, minute: 2);

        int partitions = cluster.Kafka.Partitions;
        Assert.Equal(
            Enumerable.Range(0, partitions).Select(partition => $"c{partition}|2|3").Order(StringComparer.Ordinal),
            await cluster.Database.RowsAsync(
                "SELECT customer_id, purchases, revenue FROM customers ORDER BY customer_id COLLATE \"C\""));
        Assert.Equal(
            Enumerable.Range(0, partitions).Select(partition => $"c{partition}|1").Order(StringComparer.Ordinal),
            await cluster.Database.RowsAsync("SELECT customer_id, n FROM visits ORDER BY customer_id COLLATE \"C\""));
    }

    // One purchase of each partition's customer; its amount is the minute.
    private static async Task ProduceAsync(PodCluster cluster, int minute)
    {
        for (int partition = 0; partition < cluster.Kafka.Partitions; partition++)
        {
            await cluster.Kafka.ProduceAsync(partition, [Clickstream.Purchase($"c{partition}", minute, minute)]);
        }

        await cluster.WaitForAsync(
            async () => await Progress.SumAsync(cluster.Kafka, cluster.Database) == minute * cluster.Kafka.Partitions,
            $"the records of minute {minute} durable");
    }

    private static async Task<string> RenderWithAddedViewAsync()
    {
        using var copy = new FolderForTests();
        string root = RepositoryFolder.PathOf("kubernetes");
        foreach (string file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(root, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy.PathOf(name))!);
            copy.Write(name, await File.ReadAllTextAsync(file));
        }

        string folder = copy.PathOf(Overlay);
        await File.AppendAllTextAsync(Path.Combine(folder, "pipeline.sql"), AddedView);
        return await Kustomize.RenderFolderAsync(folder);
    }

    private static string PipelineMap(RenderedObjects objects) =>
        objects.OfKind("ConfigMap").Single(map => map.Name.StartsWith("pipeline-", StringComparison.Ordinal)).Name;
}
