using System.Text.Json.Nodes;

namespace PathwayOrleans.Images.Tests;

public sealed class ComposeTests
{
    private const string OurImages = "pathway-orleans/";

    public static TheoryData<string> Services => [.. ComposeFile.Services.Select(service => service.Name)];

    public static TheoryData<string> OurServices => [.. ComposeFile.Services
        .Where(service => Text(service.Service["image"]).StartsWith(OurImages, StringComparison.Ordinal))
        .Select(service => service.Name)];

    [Fact]
    public async Task The_file_is_valid_according_to_the_specification()
    {
        ComposeSchema schema = await ComposeSchema.LoadAsync();

        Assert.Empty(schema.Problems(ComposeFile.Root));
    }

    [Fact]
    public async Task The_files_of_the_samples_are_valid_and_change_services_that_exist()
    {
        ComposeSchema schema = await ComposeSchema.LoadAsync();
        JsonObject sample = ComposeFile.Read("samples/clickstream/docker-compose.yaml");
        Assert.Empty(schema.Problems(sample));
        Assert.Subset(
            ComposeFile.Services.Select(service => service.Name).ToHashSet(),
            sample["services"]!.AsObject().Select(service => service.Key).ToHashSet());
        string file = Text(sample["configs"]!["pipeline"]!["file"]);
        Assert.NotEmpty(Repository.Read(file));
        foreach (string engine in (string[])["silo", "standalone"])
        {
            JsonNode changed = sample["services"]![engine]!;
            Assert.Equal(Text(changed["configs"]![0]!["target"]), Text(changed["environment"]!["Pathway__Pipeline__File"]));
            Assert.Contains(
                $"--topic={Text(changed["environment"]!["Pathway__Kafka__Topic"])}",
                Texts(sample["services"]!["topic"]!["command"]));
        }
    }

    [Theory]
    [InlineData("silo", "replicas", "3", "/services/silo/replicas: All values fail against the false schema")]
    [InlineData("silo", "read_only", "\"yes\"", "/services/silo/read_only: Value is \"string\" but should be")]
    [InlineData(
        "silo", "depends_on", "{\"postgres\":{\"condition\":\"healthy\"}}",
        "/services/silo/depends_on/postgres/condition: Value should match")]
    [InlineData(
        "silo", "depends_on", "{\"postgres\":{}}", "/services/silo/depends_on/postgres: Required properties [\"condition\"]")]
    [InlineData("silo", "build", "{\"path\":\".\"}", "/services/silo/build/path: All values fail against the false schema")]
    [InlineData("silo", "cap_drop", "[\"ALL\",\"ALL\"]", "/services/silo/cap_drop: Found duplicates")]
    [InlineData("postgres", "healthcheck", "{\"test\":1}", "/services/postgres/healthcheck/test: Value is \"integer\" but")]
    public async Task Invalid_fields_are_found(string service, string key, string value, string problem)
    {
        ComposeSchema schema = await ComposeSchema.LoadAsync();
        JsonNode file = ComposeFile.Root.DeepClone();
        file["services"]![service]![key] = JsonNode.Parse(value);

        Assert.Contains(schema.Problems(file), found => found.StartsWith(problem, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void References_of_a_service_exist(string name)
    {
        JsonObject service = Service(name);
        foreach ((string other, JsonNode? dependency) in service["depends_on"]?.AsObject() ?? [])
        {
            JsonObject needed = Service(other);
            Assert.True(needed["profiles"] is null, $"{name} depends on {other}, which is not always started.");
            switch (Text(dependency!["condition"]))
            {
                case "service_healthy":
                    Assert.True(needed.ContainsKey("healthcheck"), $"{other} has no healthcheck.");
                    break;
                case "service_completed_successfully":
                    Assert.Equal("no", Text(needed["restart"]));
                    break;
            }
        }

        foreach (JsonNode? volume in service["volumes"]?.AsArray() ?? [])
        {
            Assert.True(
                ComposeFile.Root["volumes"]!.AsObject().ContainsKey(Text(volume).Split(':')[0]),
                $"The volume {volume} of {name}");
        }

        // Only on loopback, because the passwords are in this file.
        Assert.All(
            service["ports"]?.AsArray() ?? [],
            port => Assert.StartsWith("127.0.0.1:", Text(port), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(OurServices))]
    public void Images_are_built_from_their_Dockerfiles_and_restricted(string name)
    {
        JsonObject service = Service(name);
        string file = Text(service["build"]!["dockerfile"]);

        Assert.Equal(".", Text(service["build"]!["context"]));
        Assert.Equal($"{OurImages}{name}:{Repository.Version}", Text(service["image"]));
        Assert.Equal($"# docker build -f {file} -t {service["image"]} .", Repository.Read(file).Split('\n')[0]);
        Assert.True(service["read_only"]!.GetValue<bool>());
        Assert.Equal(["/tmp"], Texts(service["tmpfs"]));
        Assert.Equal(["ALL"], Texts(service["cap_drop"]));
        Assert.Equal(["no-new-privileges:true"], Texts(service["security_opt"]));
    }

    [Fact]
    public void Every_deployable_program_is_a_service() =>
        Assert.Equal(["client", "producer", "silo", "standalone"], OurServices.Select(row => row.Data).Order());

    [Fact]
    public void The_topic_has_ten_partitions_and_the_name_that_the_engines_read()
    {
        IReadOnlyList<string> command = Texts(Service("topic")["command"]);

        Assert.Contains("--partitions=10", command);
        foreach (string service in (string[])["silo", "standalone", "producer"])
        {
            Assert.Contains($"--topic={ComposeFile.Environment(service)["Pathway__Kafka__Topic"]}", command);
            Assert.Contains(
                $"--bootstrap-server={ComposeFile.Environment(service)["Pathway__Kafka__BootstrapServers"]}", command);
        }
    }

    [Fact]
    public void The_database_is_that_of_the_Postgres_service()
    {
        Dictionary<string, string> postgres = ComposeFile.Environment("postgres");
        foreach (string service in (string[])["silo", "standalone", "client"])
        {
            Assert.Equal(
                $"postgresql://{postgres["POSTGRES_USER"]}:{postgres["POSTGRES_PASSWORD"]}@postgres:5432/{postgres["POSTGRES_DB"]}",
                ComposeFile.Environment(service)["Pathway__Database__ConnectionString"]);
        }
    }

    private static JsonObject Service(string name) => ComposeFile.Root["services"]![name]!.AsObject();

    private static string Text(JsonNode? node) => node?.GetValue<string>() ?? "";

    private static IReadOnlyList<string> Texts(JsonNode? array) => [.. array!.AsArray().Select(Text)];
}
