using PathwayOrleans.Producer.Events;
using PathwayOrleans.Silo.Tests.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Clusters;

[Collection(nameof(ClustersInTurn))]
public class ProvidersAgreeTests
{
    [Fact]
    public async Task Group_commit_and_Orleans_own_provider_write_the_same_rows()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 3);
        string[] ids = ["001", "1", "abc", "ABC", "=1", " ", "{}", "日本", "😀", "o'brien", new string('u', 512)];
        await kafka.ProduceAsync(0, ids.SelectMany(id => new[] { KafkaForTests.Event(id, 0.1), KafkaForTests.Event(id, -2.5) }));
        await kafka.ProduceAsync(1, [null, "no event"u8.ToArray(), KafkaForTests.Event("002", 7)]);
        using Load load = await Load.ProduceAsync(kafka, new LoadOptions { Events = 5_000, Users = 200, Malformed = 50 });

        string[] byGroupCommit = await RowsAsync(kafka, load, "true");
        string[] byOrleans = await RowsAsync(kafka, load, "false");
        Assert.Equal(byGroupCommit, byOrleans);
    }

    // Versions and times are not compared: they depend on the number of writes, and that on how events were combined. Changes
    // are not compared: they are in the payload of Orleans' own provider only, which writes the rows of views from them.
    private static async Task<string[]> RowsAsync(KafkaForTests kafka, Load load, string groupCommit)
    {
        await using TestCluster cluster = await TestCluster.StartAsync(
            kafka: kafka, settings: ("Pathway:Silo:GroupCommit", groupCommit));
        await load.DurableAsync(kafka, cluster.Database);
        return
        [
            .. await cluster.Database.RowsAsync(
                """
                SELECT grainidhash, grainidn0, grainidn1, graintypehash, graintypestring, grainidextensionstring, serviceid,
                    convert_from(payloadbinary, 'UTF8')::jsonb - 'changes'
                FROM orleansstorage ORDER BY grainidhash, grainidn0, grainidn1, grainidextensionstring COLLATE "C"
                """),
            .. await cluster.Database.EventRowsAsync(),
            .. await cluster.Database.RowsAsync("SELECT source, partition, next_offset FROM source_progress ORDER BY 1, 2"),
            .. await cluster.Database.RowsAsync(
                "SELECT source, partition, position, reason, encode(raw, 'hex') FROM dead_letters ORDER BY 1, 2, 3, 4"),
        ];
    }
}
