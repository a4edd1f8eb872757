using System.Globalization;
using System.Text.Json;
using PathwayOrleans.Images.Tests.Building;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Images.Tests.Images;

/// <summary>The images of silo and client.</summary>
[Trait("Tier", "Slow")]
public sealed class ClusterImagesTests
{
    // The default of the client is for a user at a prompt; a busy machine needs longer.
    private static readonly string[] Patience = ["--timeout", "60"];

    [Fact]
    public async Task A_silo_becomes_ready_and_the_client_finds_it()
    {
        BuiltImage silo = await BuiltImage.OfAsync("Silo");
        BuiltImage client = await BuiltImage.OfAsync("Client");
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        IReadOnlyList<int> ports = FreePort.Find(4);
        string url = $"http://127.0.0.1:{ports[0]}";
        Dictionary<string, string> environment = ServiceEnvironment.OfEngine("silo", kafka, database, url);
        environment["POD_NAME"] = "silo-0";
        ServiceEnvironment.Set(environment, "Pathway__Silo__Address", "127.0.0.1");
        environment["Pathway__Silo__Port"] = ports[1].ToString(CultureInfo.InvariantCulture);
        environment["Pathway__Silo__GatewayPort"] = ports[2].ToString(CultureInfo.InvariantCulture);
        ServiceEnvironment.Set(environment, "Pathway__Dashboard__Url", $"http://0.0.0.0:{ports[3]}");
        await kafka.ProduceAsync(partition: 0, [KafkaForTests.Event("u1", 2.5)]);

        await using Container container = Container.Start(silo, arguments: null, environment);
        await container.AnswersAsync($"{url}/readyz");
        await container.AnswersAsync($"http://127.0.0.1:{ports[3]}/dashboard");
        await container.WaitForAsync(
            async () => await database.ScalarAsync<long>("SELECT count(*) FROM events") == 1, "the event in the table");

        // As kubectl exec does: beside a waiting process, with the environment of that process.
        Dictionary<string, string> asked = ServiceEnvironment.OfDatabase("client", database);
        await using Container waiting = Container.Start(client, ["wait"], asked);
        IReadOnlyList<string> status = await Container.RunAsync(client, ["status", "--json", .. Patience], asked);
        IReadOnlyList<string> user = await Container.RunAsync(client, ["user", "u1", "--json", .. Patience], asked);
        IReadOnlyList<string> help = await Container.RunAsync(client, ["--help"], new Dictionary<string, string>());
        waiting.Process.Terminate();
        await waiting.EndsWithAsync(0);
        container.Process.Terminate();
        await container.EndsWithAsync(0);

        Assert.Equal("silo-0", Json(status).GetProperty("silos")[0].GetProperty("silo").GetString());
        Assert.Equal(2.5, Json(user).GetProperty("totalValue").GetDouble());
        Assert.Contains(help, line => line.Contains("dead-letters", StringComparison.Ordinal));
        container.AssertNothingIsAmiss();
    }

    private static JsonElement Json(IReadOnlyList<string> lines) => JsonDocument.Parse(Assert.Single(lines)).RootElement;
}
