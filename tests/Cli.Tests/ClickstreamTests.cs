using System.Text.Json;
using PathwayOrleans.Testing.Folders;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Cli.Tests;

/// <summary>The commands of samples/clickstream/README.md.</summary>
[Trait("Tier", "Slow")]
public sealed class ClickstreamTests
{
    private const int Records = 1_000;

    private static readonly string Pipeline = RepositoryFolder.PathOf("samples/clickstream/pipeline.sql");
    private static readonly string Sample = RepositoryFolder.PathOf("samples/clickstream/sample.ndjson");

    [Fact]
    public async Task The_pipeline_has_no_errors()
    {
        await using CommandProcess check = await CliProcess.RunAsync(["pipeline", "check", Pipeline], exitCode: 0);
        Assert.Contains("no errors. Source purchases, key customer_id", check.Output);
        await using CommandProcess explain = await CliProcess.RunAsync(["pipeline", "explain", Pipeline], exitCode: 0);
        Assert.Contains("windows: TUMBLE of at, size 1 h, allowed lateness 10 min", explain.Output);
    }

    [Fact]
    public async Task The_rows_of_the_sample_are_those_of_its_records()
    {
        var purchases = new Dictionary<string, (int Count, decimal Revenue)>();
        int damaged = 0;
        foreach (string line in await File.ReadAllLinesAsync(Sample, TestContext.Current.CancellationToken))
        {
            using var record = JsonDocument.Parse(line);
            bool hasAmount = record.RootElement.TryGetProperty("amount", out JsonElement amount);
            if (!record.RootElement.TryGetProperty("customer", out JsonElement customer)
                || (hasAmount && amount.ValueKind != JsonValueKind.Number))
            {
                damaged++;
            }
            else if (record.RootElement.GetProperty("event").GetString() == "purchase")
            {
                string id = customer.GetProperty("id").GetString()!;
                (int count, decimal revenue) = purchases.GetValueOrDefault(id);
                purchases[id] = (count + 1, revenue + amount.GetDecimal());
            }
        }

        await using CommandProcess run = await CliProcess.RunAsync(
            ["pipeline", "try", Pipeline, "--input", Sample, "--limit", "0", "--json"], exitCode: 0);
        JsonElement views = run.Json.GetProperty("views");
        Assert.Equal(
            purchases.Select(customer => (customer.Key, customer.Value.Count, customer.Value.Revenue)).Order(),
            views[0].GetProperty("rows").EnumerateArray().Select(row => (
                row.GetProperty("customer_id").GetString()!,
                row.GetProperty("purchases").GetInt32(),
                row.GetProperty("revenue").GetDecimal())).Order());
        Assert.Equal(
            purchases.Values.Sum(customer => customer.Revenue),
            views[1].GetProperty("rows").EnumerateArray().Sum(row => row.GetProperty("revenue").GetDecimal()));
        Assert.InRange(damaged, 1, Records / 100);
        IEnumerable<JsonElement> letters = run.Json.GetProperty("deadLetters").EnumerateArray();
        Assert.Equal(damaged, letters.Sum(reason => reason.GetProperty("count").GetInt32()));
    }

    [Fact]
    public async Task The_sample_is_the_generators_output()
    {
        string program = Path.Combine(AppContext.BaseDirectory, "PathwayOrleans.Generator.dll");
        await using CommandProcess generator = await CommandProcess.RunAsync(program, [$"{Records}", "--seed", "1"], exitCode: 0);
        Assert.Equal(await File.ReadAllLinesAsync(Sample, TestContext.Current.CancellationToken), generator.Lines);
    }
}
