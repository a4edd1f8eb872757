using PathwayOrleans.Client.Tests.Cluster;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Client.Tests;

[Trait("Tier", "Slow")]
public sealed class ViewCommandTests(FakeCluster cluster) : IClassFixture<FakeCluster>
{
    private const string Rows =
        """{"rows":[{"shop":1,"sku":"a\u001b","revenue":1.50,"closed":false,"at":null}],"next":null,"view":"hourly","since":null}""";

    [Fact]
    public async Task Views_and_rows_are_tables_with_the_time_since_which_they_count()
    {
        cluster.Data.Reports["views"] =
            """{"rows":[{"name":"hourly","windowed":true,"key":["shop","sku"],"columns":[],"since":null,"state":"written"}],"next":null}""";
        cluster.Data.Reports["view from=2026-01-31 key=1+a view=hourly"] = Rows;
        await using CommandProcess views = await cluster.AskAsync(exitCode: 0, "views");
        await using CommandProcess rows = await cluster.AskAsync(exitCode: 0, "view", "hourly", "1", "a", "--from", "2026-01-31");
        await using CommandProcess json = await cluster.AskAsync(
            exitCode: 0, "view", "hourly", "1", "a", "--from", "2026-01-31", "--json");
        await using CommandProcess refused = await cluster.AskAsync(exitCode: 1, "view", "daily");

        Assert.Equal(
            ["name    windowed  key        since  state", "hourly  yes       shop, sku  -      written", "It counts since ever."],
            views.Lines);
        Assert.Equal(
            ["shop  sku      revenue  closed  at", @"   1  a\u001b     1.50  no      -", "It counts since ever."], rows.Lines);
        Assert.Equal(1.50m, json.Json.GetProperty("rows")[0].GetProperty("revenue").GetDecimal());
        Assert.Equal("error: there is no 'view view=daily'", refused.Errors.Trim());
    }

    [Fact]
    public async Task Further_rows_are_announced_and_names_cannot_control_the_terminal()
    {
        cluster.Data.Reports["view view=many"] = """{"rows":[{"n\u001b":1},{"n\u001b":2}],"next":"W10"}""";
        await using CommandProcess many = await cluster.AskAsync(exitCode: 0, "view", "many", "--limit", "2");
        await using CommandProcess json = await cluster.AskAsync(exitCode: 0, "view", "many", "--limit", "2", "--json");

        Assert.Equal([@"n\u001b", "      1", "      2", "It counts since ever."], many.Lines);
        Assert.Contains("There are more rows: use --limit, or give a key.", many.Errors);
        Assert.Equal("", json.Errors);
    }

    [Fact]
    public async Task Every_change_of_a_key_is_shown()
    {
        cluster.Data.Reports["changes key=1+a view=hourly"] = """{"rows":[]}""";
        await using CommandProcess client = ClientProcess.Start(
            ["watch", "hourly", "1", "a", "--interval", "0.1", .. cluster.Options]);
        await SaysAsync(client, "hourly: no rows of this key");
        cluster.Data.Reports["changes key=1+a view=hourly"] = """{"rows":[{"shop":1,"n":1},{"shop":1,"n":2}]}""";
        await SaysAsync(client, "hourly: shop 1, n 2");
        cluster.Data.Reports["changes key=1+a view=hourly"] = """{"rows":[{"shop":1,"n":1},{"shop":1,"n":3}]}""";
        await SaysAsync(client, "hourly: shop 1, n 3");
        client.Signal("INT");

        await client.EndsWithAsync(exitCode: 130);
        Assert.Equal(
            ["hourly: no rows of this key", "hourly: shop 1, n 1", "hourly: shop 1, n 2", "hourly: shop 1, n 3"], client.Lines);
    }

    private static Task SaysAsync(CommandProcess client, string line) =>
        Eventually.SucceedsAsync(() => client.Lines.Contains(line), $"{line}{Environment.NewLine}{client.Transcript}");
}
