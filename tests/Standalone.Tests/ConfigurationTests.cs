using PathwayOrleans.CommandLine;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Standalone.Tests;

public sealed class ConfigurationTests
{
    [Theory]
    [InlineData("Pathway__ServiceId", "no; drop", "Pathway:ServiceId is 'no; drop'")]
    [InlineData("Pathway__Kafka__BootstrapServers", "nowhere", "Pathway:Kafka:BootstrapServers is 'nowhere'")]
    [InlineData("Pathway__Kafka__Client__enable.auto.commit", "true", "Pathway:Kafka:Client:enable.auto.commit")]
    [InlineData("Pathway__Database__ConnectionString", "mysql://h/d", "Pathway:Database:ConnectionString")]
    [InlineData(
        "Pathway__Engine__MaxEventsInFlight", "12", "Pathway:Engine:MaxEventsInFlight is 12; it must be between 1000 and 100000000")]
    [InlineData("Pathway__Engine__MaxEventsInFlight", "many", "Pathway:Engine:MaxEventsInFlight")]
    [InlineData(
        "Pathway__Engine__MaxEventInFlight", "1000",
        "Pathway:Engine:MaxEventInFlight is not a known key; did you mean MaxEventsInFlight?")]
    [InlineData("Pathway__Kafak__Topic", "x", "Pathway:Kafak is not a known key; did you mean Kafka?")]
    [InlineData(
        "Pathway__Windows__IdleTimeout", "24:00:00", "Pathway:Windows:IdleTimeout is '24:00:00'; hours must be 0 to 23")]
    [InlineData("Pathway__Events__EarliestTime", "2025-03-30T00:00:00", "it has no time zone; append Z for UTC")]
    [InlineData(
        "Pathway__Windows__Named__day__Size", "1.00:00:00",
        "Pathway:Windows:Named is not a key any more: a window is a view of the pipeline.")]
    [InlineData(
        "Pathway__Windows__OutOfOrderness", "00:00:10",
        "Pathway:Windows:OutOfOrderness is not a key any more. It is part of the pipeline: WATERMARK FOR event_time")]
    [InlineData("Pathway__Http__Url", "ftp://x", "Pathway:Http:Url is 'ftp://x'")]
    public async Task An_invalid_setting_ends_the_process_with_a_message_that_names_it(
        string variable, string value, string message)
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using Worker worker = Worker.Start(kafka, database.Url, (variable, value));
        Assert.Equal(ExitCodes.BadConfiguration, await worker.Process.WaitForExitAsync());
        Assert.Contains(message, worker.Process.OutputTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_does_not_exist_ends_the_process_with_a_message()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string url = database.Url.Replace(database.Database, "nowhere", StringComparison.Ordinal);
        await using Worker worker = Worker.Start(kafka, url);
        Assert.Equal(ExitCodes.BadConfiguration, await worker.Process.WaitForExitAsync());
        Assert.Contains("\"nowhere\" does not exist", worker.Process.OutputTail, StringComparison.Ordinal);
        Assert.Contains("Pathway:Database:ConnectionString", worker.Process.OutputTail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_whose_input_has_ended_before_it_starts_ends_with_one_line_and_without_an_error()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync();
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using Worker worker = Worker.Start(kafka, database.Url);
        worker.Process.CloseInput();
        Assert.Equal(ExitCodes.Success, await worker.EndAsync("ending as its input has ended"));
        Assert.Single(
            worker.Process.OutputTail.Split('\n'), line => line.Contains("Standard input has ended", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", worker.Process.OutputTail, StringComparison.Ordinal);
    }
}
