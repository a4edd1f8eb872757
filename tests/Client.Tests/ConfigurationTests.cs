using PathwayOrleans.Client.Tests.Cluster;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Client.Tests;

[Trait("Tier", "Slow")]
public sealed class ConfigurationTests
{
    [Fact]
    public async Task File_environment_and_options_name_the_cluster_in_that_order()
    {
        await using var cluster = new FakeCluster();
        await cluster.PrepareAsync("second", "blue");
        await cluster.AddSiloAsync();
        cluster.Data.Count("u1", 1, 1, 1);
        string folder = Directory.CreateTempSubdirectory("pathway-client-").FullName;
        await File.WriteAllTextAsync(
            Path.Combine(folder, "appsettings.json"),
            """{"Pathway":{"ServiceId":"first","Silo":{"ClusterId":"blue"},"Database":{"ConnectionString":"postgresql://u@127.0.0.1:1/db"}}}""");
        var environment = new Dictionary<string, string>
        {
            ["Pathway__Database__ConnectionString"] = cluster.Database.Url,
            ["Pathway__ServiceId"] = "third",
        };

        await using CommandProcess client = await ClientProcess.RunAsync(
            ["user", "u1", "--json", "--service-id", "second", "--timeout", "60"], exitCode: 0, environment, folder);

        Assert.True(client.Json.GetProperty("found").GetBoolean());
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_client_has_few_connections_with_its_application_name()
    {
        await using var cluster = new FakeCluster();
        await cluster.InitializeAsync();
        await using CommandProcess client = ClientProcess.Start(["watch", "u1", .. cluster.Options]);
        await Testing.Eventually.SucceedsAsync(() => client.Lines.Count > 0, "an answer");

        long connections = await cluster.Database.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'pathway-client' AND datname = current_database()");

        // The fake silo has two as well, under the same name.
        Assert.InRange(connections, 1, 4);
    }

    [Theory]
    [InlineData("Pathway__ServiceId", "Not An Id", "Pathway:ServiceId is 'Not An Id'")]
    [InlineData(
        "Pathway__Database__ConnectionString", "nonsense",
        "Pathway:Database:ConnectionString is invalid; it must be like postgresql:")]
    [InlineData("Pathway__Database__CommandTimeout", "soon", "Pathway:Database:CommandTimeout is 'soon'; it must be a duration")]
    [InlineData("Pathway__Kafak__Topic", "x", "Pathway:Kafak is not a known key; did you mean Kafka?")]
    [InlineData("Pathway__Silo__ClusterIdd", "x", "Pathway:Silo:ClusterIdd is not a known key; did you mean ClusterId?")]
    [InlineData("Pathway__Engine__PauseAfte", "x", "Pathway:Engine:PauseAfte is not a known key; did you mean PauseAfter?")]
    [InlineData("Pathway__Silo__ClusterId", " ", "Pathway:Silo:ClusterId is ' '")]
    public async Task An_invalid_value_is_named(string variable, string value, string message)
    {
        await using CommandProcess client = await ClientProcess.RunAsync(
            ["status"], exitCode: 2, new Dictionary<string, string> { [variable] = value });

        Assert.StartsWith("Configuration: ", client.Errors, StringComparison.Ordinal);
        Assert.Contains(message, client.Errors);
    }

    [Theory]
    [InlineData("guess")]
    [InlineData("user")]
    [InlineData("status", "--colour")]
    public async Task Invalid_arguments_are_reported_without_the_help_text(params string[] arguments)
    {
        await using CommandProcess client = await ClientProcess.RunAsync(arguments, exitCode: 1);

        Assert.NotEmpty(client.Errors);
        Assert.Empty(client.Output);
    }
}
