using PathwayOrleans.Demo.Workers;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Demo.Tests;

public sealed class WorkerPlanTests
{
    private static readonly WorkerSetting Theirs = new(
        new KafkaOptions { BootstrapServers = "kafka:9092" },
        new DatabaseOptions { ConnectionString = "postgresql://user:secret@db:5432/theirs" },
        HasEmbeddedKafka: false,
        HasPrivatePostgres: false,
        RunId: "1a2b");

    [Fact]
    public void A_silo_has_a_name_four_ports_and_its_own_cluster_id_in_the_users_database()
    {
        var silos = new SiloWorkers(Theirs, "/silo.dll");
        WorkerPlan first = silos.Plan("w1", null);
        WorkerPlan second = silos.Plan("w2", null);

        Assert.Equal("/silo.dll", first.Dll);
        Assert.Equal(4, first.Ports.Distinct().Count());
        Assert.NotEqual(first.Ports, second.Ports);
        Assert.Equal("w1", first.Environment["Pathway__Silo__Name"]);
        Assert.Equal("127.0.0.1", first.Environment["Pathway__Silo__Address"]);
        Assert.Equal($"{first.Ports[0]}", first.Environment["Pathway__Silo__Port"]);
        Assert.Equal($"{first.Ports[1]}", first.Environment["Pathway__Silo__GatewayPort"]);
        Assert.Equal($"http://127.0.0.1:{first.Ports[2]}", first.Environment["Pathway__Http__Url"]);
        Assert.Equal($"http://127.0.0.1:{first.Ports[3]}", first.Environment["Pathway__Dashboard__Url"]);
        Assert.Equal($"http://127.0.0.1:{first.Ports[3]}/dashboard", first.Dashboard?.AbsoluteUri);
        Assert.Equal($"demo-{Theirs.RunId}", first.Environment["Pathway__Silo__ClusterId"]);
        Assert.Equal(first.Environment["Pathway__Silo__ClusterId"], second.Environment["Pathway__Silo__ClusterId"]);
    }

    [Fact]
    public void In_a_private_database_the_cluster_id_is_the_service_id() => Assert.Equal(
        Theirs.Database.ServiceId,
        new SiloWorkers(Theirs with { HasPrivatePostgres = true }, "/silo.dll")
            .Plan("w1", null).Environment["Pathway__Silo__ClusterId"]);

    [Fact]
    public void The_successor_of_a_killed_silo_uses_the_same_ports()
    {
        var silos = new SiloWorkers(Theirs, "/silo.dll");
        WorkerPlan killed = silos.Plan("w1", null);
        WorkerPlan successor = silos.Plan("w4", killed);

        Assert.Equal(killed.Ports, successor.Ports);
        Assert.Equal("w4", successor.Environment["Pathway__Silo__Name"]);
    }

    [Fact]
    public void Both_kinds_use_the_same_source_and_database()
    {
        WorkerPlan standalone = new StandaloneWorkers(Theirs).Plan("w1", null);
        WorkerPlan silo = new SiloWorkers(Theirs, "/silo.dll").Plan("w2", null);

        string[] shared =
        [
            "Pathway__Kafka__BootstrapServers", "Pathway__Kafka__Topic", "Pathway__Kafka__GroupId",
            "Pathway__Database__ConnectionString",
            "Pathway__ServiceId", "Pathway__StopWhenInputEnds",
        ];
        Assert.All(shared, name => Assert.Equal(standalone.Environment[name], silo.Environment[name]));
        Assert.DoesNotContain("Pathway__Kafka__SourceName", standalone.Environment.Keys);
        Assert.DoesNotContain("Pathway__Kafka__SourceName", silo.Environment.Keys);
        Assert.Null(standalone.Dashboard);
        Assert.Equal(["run"], standalone.Arguments);
        Assert.DoesNotContain("secret", string.Join(' ', [.. standalone.Arguments, .. silo.Arguments]));
    }

    [Fact]
    public void Both_kinds_are_configured_with_the_demos_windows()
    {
        WorkerSetting with = Theirs with { HasWindows = true };
        IReadOnlyDictionary<string, string?> standalone = new StandaloneWorkers(with).Plan("w1", null).Environment;
        IReadOnlyDictionary<string, string?> silo = new SiloWorkers(with, "/silo.dll").Plan("w2", null).Environment;

        string file = standalone["Pathway__Pipeline__File"]!;
        Assert.Contains("demo_sliding", File.ReadAllText(file));
        Assert.Equal("1.00:00:00", standalone["Pathway__Windows__MaxTimeAhead"]);
        var windows = standalone.Where(IsOfWindows).ToDictionary();
        Assert.Equal(windows, silo.Where(IsOfWindows).ToDictionary());
        Assert.Equal(file, silo["Pathway__Pipeline__File"]);
        Assert.DoesNotContain(new StandaloneWorkers(Theirs).Plan("w3", null).Environment, IsOfWindows);

        static bool IsOfWindows(KeyValuePair<string, string?> variable) =>
            variable.Key.StartsWith("Pathway__Windows__", StringComparison.Ordinal);
    }

    [Fact]
    public void With_an_embedded_broker_both_kinds_derive_the_name_of_the_source_like_any_other_process()
    {
        WorkerSetting ours = Theirs with { HasEmbeddedKafka = true };

        Assert.DoesNotContain("Pathway__Kafka__SourceName", new StandaloneWorkers(ours).Plan("w1", null).Environment.Keys);
        Assert.DoesNotContain("Pathway__Kafka__SourceName", new SiloWorkers(ours, "/silo.dll").Plan("w2", null).Environment.Keys);
    }
}
