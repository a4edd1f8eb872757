using PathwayOrleans.Images.Tests.Building;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Images.Tests.Images;

[Trait("Tier", "Slow")]
public sealed class StandaloneImageTests
{
    private const int Events = 500;

    [Fact]
    public async Task The_engine_counts_events_and_ends_on_SIGTERM()
    {
        BuiltImage image = await BuiltImage.OfAsync("Standalone");
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        string url = $"http://127.0.0.1:{FreePort.Find()}";
        await using Container container = Container.Start(
            image, arguments: null, ServiceEnvironment.OfEngine("standalone", kafka, database, url));
        await kafka.ProduceAsync(partition: 3, Enumerable.Range(0, Events).Select(i => KafkaForTests.Event($"u{i % 7}", 1)));

        await container.AnswersAsync($"{url}/readyz");
        await container.WaitForAsync(
            async () => await database.ScalarAsync<decimal>("SELECT coalesce(sum(count), 0) FROM events") == Events,
            "all events in the table");
        AssertConfined(container);
        container.Process.Terminate();
        await container.EndsWithAsync(0);

        container.AssertNothingIsAmiss();
    }

    [Fact]
    public async Task Arguments_select_other_commands()
    {
        BuiltImage image = await BuiltImage.OfAsync("Standalone");
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        Dictionary<string, string> environment = ServiceEnvironment.OfDatabase("standalone", database);

        await Container.RunAsync(image, ["migrate"], environment);
        IReadOnlyList<string> report = await Container.RunAsync(image, ["report", "users", "--format", "csv"], environment);

        Assert.Equal(0, await database.ScalarAsync<long>("SELECT count(*) FROM events"));
        Assert.Equal(["user_id,count,total_value,time"], report);
    }

    // Verifies with the kernel what the manifests require.
    private static void AssertConfined(Container container)
    {
        Assert.Equal("1654\t1654\t1654\t1654", container.Status("Uid"));
        Assert.Equal("1654\t1654\t1654\t1654", container.Status("Gid"));
        Assert.Equal("", container.Status("Groups"));
        Assert.Equal("0000000000000000", container.Status("CapEff"));
        Assert.Equal("0000000000000000", container.Status("CapPrm"));
        Assert.Equal("1", container.Status("NoNewPrivs"));
        Assert.False(File.Exists($"{container.FileSystem}/bin/sh"));
        Assert.Throws<IOException>(() => File.WriteAllText($"{container.FileSystem}/app/new", ""));
        Assert.Throws<IOException>(() => File.WriteAllText($"{container.FileSystem}/new", ""));
        Assert.Empty(Directory.GetFileSystemEntries($"{container.FileSystem}/tmp"));
    }
}
