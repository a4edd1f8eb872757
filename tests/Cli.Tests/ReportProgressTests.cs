using System.Globalization;
using PathwayOrleans.LocalInfra;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Cli.Tests;

public sealed class ReportProgressTests(ReportFixture reports) : IClassFixture<ReportFixture>
{
    [Fact]
    public async Task The_lag_is_the_number_of_records_after_the_durable_position()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 2);
        await kafka.ProduceAsync(0, Enumerable.Range(0, 10).Select(i => KafkaForTests.Event("u", i)));
        await kafka.ProduceAsync(1, Enumerable.Range(0, 5).Select(i => KafkaForTests.Event("u", i)));
        await using CommandProcess report = await CliProcess.RunAsync(
            ["report", "progress", "--database", reports.Database.Url,
                "--brokers", kafka.BootstrapServers, "--topic", kafka.Topic, "--broker-timeout", "60", "--json"],
            exitCode: 0,
            new Dictionary<string, string> { ["Pathway__Kafka__SourceName"] = "k" });
        Assert.Equal(
            ["files/x 0 9 - -", "k 0 7 3 21600000", "k 1 5 0 25200000"],
            report.Json.GetProperty("rows").EnumerateArray().Select(row => string.Create(
                CultureInfo.InvariantCulture,
                $"{row.GetProperty("source")} {row.GetProperty("partition")} {row.GetProperty("nextOffset")} " +
                $"{Or(row.GetProperty("lag"))} {Or(row.GetProperty("watermark"))}")));
        Assert.Equal(
            """{"watermark":21600000,"idleTimeout":60000,"partitions":3,"idlePartitions":3,"updatedAt":"2026-01-31T12:02:00.5+00:00","countedPartitions":2}""",
            report.Json.GetProperty("watermark").GetRawText());
    }

    [Fact]
    public async Task Sources_of_other_brokers_have_an_unknown_lag()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await using CommandProcess report = await CliProcess.RunAsync(
            ["report", "progress", "--database", reports.Database.Url,
                "--brokers", kafka.BootstrapServers, "--topic", kafka.Topic, "--broker-timeout", "60"], exitCode: 0);
        Assert.Equal(3, report.Output.Split('\n').Count(line => line.Contains(" unknown ", StringComparison.Ordinal)));
        Assert.Empty(report.Errors);
    }

    [Fact]
    public async Task Unavailable_brokers_are_not_a_failure()
    {
        await using CommandProcess report = await reports.ReportAsync(
            0, "progress", "--brokers", $"127.0.0.1:{FreePort.Find()}", "--broker-timeout", "0.2");
        Assert.Equal(3, report.Output.Split('\n').Count(line => line.Contains(" unknown ", StringComparison.Ordinal)));
        Assert.Contains("watermark over all: 1970-01-01T06:00:00.000Z, of 2 of 3 partitions; 3 idle", report.Output);
        Assert.Contains("The lag is unknown: the brokers at 127.0.0.1", report.Errors);
        Assert.Contains("within 0.2 s", report.Errors);

        await using CommandProcess unasked = await reports.ReportAsync(0, "progress", "--broker-timeout", "0", "--format", "csv");
        Assert.StartsWith(
            "source,partition,next_offset,lag,watermark,behind,idle,counted,updated_at\nfiles/x,0,9,,,,true,false,2026-01-31T12:00:00.0000000Z",
            unasked.Output, StringComparison.Ordinal);
        Assert.Empty(unasked.Errors);
    }

    [Fact]
    public async Task A_topic_that_does_not_exist_has_no_lag()
    {
        await using KafkaForTests kafka = await KafkaForTests.StartAsync(partitions: 1);
        await using CommandProcess report = await reports.ReportAsync(
            0, "progress", "--brokers", kafka.BootstrapServers, "--topic", "no-such-topic", "--broker-timeout", "60");
        Assert.Contains(
            $"The lag is unknown: Kafka topic 'no-such-topic' at {kafka.BootstrapServers} does not exist", report.Errors);
    }

    private static string Or(System.Text.Json.JsonElement value) =>
        value.ValueKind == System.Text.Json.JsonValueKind.Null ? "-" : value.ToString();
}
