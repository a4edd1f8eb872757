using System.Net;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Workload;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
[Trait("Tier", "Slow")]
public sealed class DatabaseRestartTests
{
    [Fact]
    public async Task Postgres_restarted_under_load_costs_neither_events_nor_silos()
    {
        await using PrivatePostgres server = await PrivatePostgres.StartAsync(new PrivatePostgresOptions());
        await using PostgresForTests database = await PostgresForTests.CreateOnAsync(server);
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using SiloCluster cluster = await SiloCluster.StartAsync(kafka, database, silos: 2);
        using Load load = Load.Start(
            kafka, new LoadOptions { Events = 150_000, Users = 3_000, Malformed = 100 }, rate: 15_000, upTo: 0);

        long target = 0;
        foreach (PostgresStop how in (PostgresStop[])[PostgresStop.Fast, PostgresStop.Immediate])
        {
            target += 30_000;
            load.ContinueTo(target + 20_000);
            await cluster.DurableAsync(target);
            await server.StopAsync(how);
            await cluster.WaitForAsync(
                () => AllAnswerAsync(cluster, HttpStatusCode.ServiceUnavailable), "all silos noticing the outage");
            await server.StartAgainAsync();
        }

        await cluster.AssertExactAsync(load);
        await cluster.WaitForAsync(() => AllAnswerAsync(cluster, HttpStatusCode.OK), "all silos being ready again");
        await cluster.SharedAsync();
        Assert.All(cluster.Silos, silo => Assert.False(silo.Process.HasExited, silo.Process.OutputTail));
        string[] members = await cluster.MembersAsync();
        Assert.Equal(cluster.Silos.Select(silo => $"{silo.Place.Name}|active").Order(), members.Order());
    }

    private static async Task<bool> AllAnswerAsync(SiloCluster cluster, HttpStatusCode code) =>
        (await Task.WhenAll(cluster.Silos.Select(silo => silo.AskAsync("/readyz")))).All(answer => answer?.Code == code);
}
