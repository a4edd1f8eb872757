using System.Text.Json;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Cli.Tests;

public sealed class ProduceCommandTests
{
    [Fact]
    public async Task A_load_is_produced_and_its_summary_is_the_last_line()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();

        await using CommandProcess produce = await CliProcess.RunAsync(
            ["produce", "--brokers", kafka.BootstrapServers,
                "--topic", kafka.Topic, "--events", "5000", "--users", "10", "--malformed", "26", "--json"],
            exitCode: 0);

        JsonElement result = produce.Json;
        Assert.Equal(kafka.Topic, result.GetProperty("topic").GetString());
        Assert.Equal(5000, result.GetProperty("produced").GetInt64());
        Assert.Equal(26, result.GetProperty("malformed").GetInt64());
        Assert.Equal(10, result.GetProperty("users").GetInt64());
        Assert.True(result.GetProperty("seconds").GetDouble() > 0);
        Assert.True(result.GetProperty("eventsPerSecond").GetInt64() > 0);
    }

    [Fact]
    public async Task Lines_of_a_file_are_produced()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, """{"user_id":"u1","value":1}""" + "\n\nnonsense\n");
            await using CommandProcess produce = await CliProcess.RunAsync(
                ["produce", "--brokers", kafka.BootstrapServers, "--topic", kafka.Topic, "--file", file, "--json"], exitCode: 0);
            Assert.Equal(2, produce.Json.GetProperty("produced").GetInt64());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_missing_topic_is_an_error()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using CommandProcess produce = await CliProcess.RunAsync(
            ["produce", "--brokers", kafka.BootstrapServers, "--topic", "missing", "--json"], exitCode: 1);
        Assert.Contains("Topic 'missing' does not exist at ", produce.Errors);
        Assert.Empty(produce.Output);
    }

    [Fact]
    public async Task A_missing_file_is_an_error()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using CommandProcess produce = await CliProcess.RunAsync(
            ["produce", "--brokers", kafka.BootstrapServers, "--topic", kafka.Topic, "--file", "/no/such/file"], exitCode: 1);
        Assert.Contains("/no/such/file", produce.Errors);
    }
}
