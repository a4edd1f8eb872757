using System.Globalization;
using System.Net;
using PathwayOrleans.CommandLine;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Silo.Tests.Processes.Harness;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Silo.Tests.Processes;

[Collection(ProcessTests.Name)]
[Trait("Tier", "Slow")]
public sealed class StartAndStopTests
{
    [Fact]
    public async Task A_silo_that_waits_for_its_database_is_alive_and_not_ready_and_can_be_stopped()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        string nowhere = string.Create(
            CultureInfo.InvariantCulture, $"postgresql://user:password@127.0.0.1:{FreePort.Find()}/db");
        await using SiloProcess silo = SiloProcess.Start(kafka, nowhere, SiloPlace.Here());
        await AssertWaitsAsync(silo, "the database does not answer");
        Assert.Equal(ExitCodes.Success, await silo.StopAsync());
    }

    [Fact]
    public async Task A_silo_whose_input_has_ended_before_it_starts_ends_with_one_line_and_without_an_error()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        string nowhere = string.Create(
            CultureInfo.InvariantCulture, $"postgresql://user:password@127.0.0.1:{FreePort.Find()}/db");
        await using SiloProcess silo = SiloProcess.Start(kafka, nowhere, SiloPlace.Here());
        silo.Process.CloseInput();
        Assert.Equal(ExitCodes.Success, await silo.EndAsync("ending as its input has ended"));
        Assert.Single(
            silo.Process.OutputTail.Split('\n'), line => line.Contains("Standard input has ended", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", silo.Process.OutputTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_that_waits_for_its_topic_is_alive_and_not_ready_and_starts_when_it_exists()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await kafka.DeleteTopicAsync();
        await using SiloProcess silo = SiloProcess.Start(kafka, database.Url, SiloPlace.Here());
        await AssertWaitsAsync(
            silo, "the engine has not started yet: Kafka topic ");
        await silo.WaitForAsync(
            () => Task.FromResult(silo.Process.OutputTail.Contains(
                $"Kafka topic '{kafka.Topic}' at {kafka.BootstrapServers} does not exist yet", StringComparison.Ordinal)),
            "the log message that it waits for the topic");

        await kafka.CreateTopicAsync();
        await silo.ReadyAsync();
        Assert.Equal(ExitCodes.Success, await silo.StopAsync());
    }

    [Fact]
    public async Task A_silo_that_waits_for_its_topic_can_be_stopped()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await kafka.DeleteTopicAsync();
        await using SiloProcess silo = SiloProcess.Start(kafka, database.Url, SiloPlace.Here());
        await AssertWaitsAsync(silo, "the engine has not started yet");
        Assert.Equal(ExitCodes.Success, await silo.StopAsync());
    }

    [Theory]
    [InlineData("Pathway__Silo__Address", "silo-1", "Pathway:Silo:Address is 'silo-1'; it must be an IP address")]
    [InlineData("Pathway__Silo__Port", "70000", "Pathway:Silo:Port is '70000'; it must be between 1 and 65535")]
    [InlineData(
        "Pathway__Silo__ProbeTimeout",
        "00:00:00.1",
        "Pathway:Silo:ProbeTimeout is '00:00:00.1000000'; it must be between 00:00:00.5 and 00:01:00")]
    [InlineData(
        "Pathway__Silo__DeadSiloRetention",
        "00:00:00",
        "Pathway:Silo:DeadSiloRetention is '00:00:00'; it must be between 00:00:01 and 365.00:00:00")]
    [InlineData("Pathway__Silo__GroupCommit", "perhaps", "Pathway:Silo:GroupCommit")]
    [InlineData("Pathway__Silo__Prot", "11111", "Prot")]
    public async Task An_invalid_setting_ends_the_process_with_a_message_that_names_it(
        string variable, string value, string message)
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloProcess silo = SiloProcess.Start(kafka, database.Url, SiloPlace.Here(), (variable, value));
        Assert.Equal(ExitCodes.BadConfiguration, await silo.EndAsync("refusing its configuration"));
        Assert.Contains(message, silo.Process.OutputTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_silo_on_ports_in_use_ends_with_an_error_that_names_the_port()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using SiloCluster cluster = await SiloCluster.StartAsync(kafka, database, silos: 1);
        SiloPlace taken = cluster.Silos[0].Place;

        foreach ((SiloPlace place, int port) in ((SiloPlace, int)[])
            [
                (SiloPlace.Here() with { Port = taken.Port }, taken.Port),
                (SiloPlace.Here() with { GatewayPort = taken.GatewayPort }, taken.GatewayPort),
                (SiloPlace.Here() with { HttpPort = taken.HttpPort }, taken.HttpPort),
            ])
        {
            await using SiloProcess second = SiloProcess.Start(kafka, database.Url, place);
            Assert.InRange(await second.EndAsync("refusing taken ports"), ExitCodes.Failure, ExitCodes.BadConfiguration);
            Assert.Contains(port.ToString(CultureInfo.InvariantCulture), second.Process.OutputTail, StringComparison.Ordinal);
            Assert.Contains("in use", second.Process.OutputTail, StringComparison.Ordinal);
        }

        await cluster.SharedAsync();
        await cluster.Silos[0].ReadyAsync();
    }

    private static async Task AssertWaitsAsync(SiloProcess silo, string reason)
    {
        await silo.WaitForAsync(async () => await silo.AskAsync("/healthz") is { Code: HttpStatusCode.OK }, "being alive");
        await silo.WaitForAsync(
            async () => await silo.AskAsync("/readyz") is { Code: HttpStatusCode.ServiceUnavailable } answer
                && answer.Text.Contains(reason, StringComparison.Ordinal),
            $"the readiness problem '{reason}'");
    }
}
