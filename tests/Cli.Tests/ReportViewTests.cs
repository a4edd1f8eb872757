using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Cli.Tests;

[Trait("Tier", "Slow")]
public sealed class ReportViewTests(ViewsFixture views) : IClassFixture<ViewsFixture>
{
    [Fact]
    public async Task Views_are_listed_with_the_time_since_which_they_count() => Assert.Equal(
        """
        name    windowed  key   columns                                        since                     state
        shops   no        shop  shop, n, revenue, mean                         first event               written
        hourly  yes       shop  shop, window_start, window_end, revenue, mean  2026-01-31T00:30:00.000Z  written
        odd     no        shop  shop, b, a                                     first event               written
        """,
        await views.OutputAsync("views"));

    [Fact]
    public async Task Rows_of_a_key_are_a_table_with_a_line_that_says_since_when_they_count() => Assert.Equal(
        """
        shop  window_start              window_end                revenue  mean  closed  reopened_at
           2  2026-01-31T02:00:00.000Z  2026-01-31T03:00:00.000Z        4     2  no      -
           2  2026-01-31T03:00:00.000Z  2026-01-31T04:00:00.000Z        6     3  no      -
        hourly counts since 2026-01-31 00:30:00Z; events that were durable before are not in it.
        """,
        await views.OutputAsync("view", "hourly", "--key", "2", "--from", "2026-01-31T02:00Z"));

    [Fact]
    public async Task CSV_has_only_rows_and_JSON_has_the_time_as_a_member()
    {
        await using CommandProcess csv = await views.ReportAsync(0, "view", "shops", "--format", "csv");
        Assert.Equal("shop,n,revenue,mean\n1,1000,30.50,-0\n2,5,,0.1", csv.Output);
        Assert.Contains("shops counts every event of the service.", csv.Errors);
        Assert.Equal(
            """{"rows":[{"shop":1,"n":1000,"revenue":30.50,"mean":-0}],"next":null,"view":"shops","since":null,"state":"written"}""",
            await views.OutputAsync("view", "shops", "--key", "1", "--json"));
    }

    [Fact]
    public async Task Top_and_totals_take_the_name_of_a_view()
    {
        Assert.Equal(
            """
            shop      n  revenue  mean
               1  1,000    30.50    -0
            shops counts every event of the service.
            """,
            await views.OutputAsync("top", "shops", "--by", "revenue"));
        Assert.Equal(
            """
            window_start              window_end                rows  revenue  closed
            2026-01-31T03:00:00.000Z  2026-01-31T04:00:00.000Z     2        9  no
            hourly counts since 2026-01-31 00:30:00Z; events that were durable before are not in it.
            omitted, as totals do not follow from the rows: mean
            """,
            await views.OutputAsync("totals", "hourly", "--from", "2026-01-31T03:00Z"));
    }

    [Fact]
    public async Task A_chart_draws_a_column() => Assert.Equal(
        """
        2026-01-31T02:00:00.000Z  6 …  ########################################
        2026-01-31T03:00:00.000Z  9 …  ############################################################
        hourly counts since 2026-01-31 00:30:00Z; events that were durable before are not in it.
        """,
        await views.OutputAsync("chart", "hourly", "--column", "revenue", "--limit", "2"));

    [Theory]
    [InlineData("NAME is 'houry'; there is no such view; the nearest is 'hourly'.", "view", "houry")]
    [InlineData(
        "--by is 'revenu'; the view 'shops' has no such column; the nearest is 'revenue'.", "top", "shops", "--by", "revenu")]
    [InlineData("--key is 'x'; the key column shop has the type bigint", "view", "shops", "--key", "x")]
    [InlineData(
        "--since is '0'; this report has no such parameter; it must be one of by, from, to, state, limit, after.", "top", "hourly",
        "--by", "revenue", "--since", "0")]
    [InlineData("--from is '0'; this report has no such parameter; it must be one of by, since, until", "top", "--from", "0")]
    [InlineData("report is 'top'; it is about the view 'events' of the built-in pipeline", "top")]
    public async Task Errors_have_a_remedy(string message, params string[] arguments)
    {
        await using CommandProcess refused = await views.ReportAsync(1, arguments);
        Assert.Contains(message, refused.Errors);
        Assert.Empty(refused.Output);
    }

    [Fact]
    public async Task All_views_of_two_services_are_compared()
    {
        string[] services = ["diff", "--service-id", "pathway", "--service-id", "rebuild-1"];
        Assert.Equal(
            """
            shops   2 rows compared: 0 only in pathway, 0 only in rebuild-1, 0 differ
            hourly  6 rows compared: 0 only in pathway, 0 only in rebuild-1, 0 differ
            odd     1 rows compared: 0 only in pathway, 0 only in rebuild-1, 0 differ
            pathway and rebuild-1 are equal to the last bit.
            """,
            await views.OutputAsync(services));
        await ReportFixture.MigrateAsync(views.Database, "other");
        await views.Database.ExecuteAsync("UPDATE \"rebuild-1\".shops SET mean = 0 WHERE shop = 1");
        await using CommandProcess changed = await views.ReportAsync(1, services);
        await views.Database.ExecuteAsync("UPDATE \"rebuild-1\".shops SET mean = '-0' WHERE shop = 1");
        await views.Database.ExecuteAsync("UPDATE \"rebuild-1\".odd SET a = 3");
        await using CommandProcess odd = await views.ReportAsync(1, services);
        await views.Database.ExecuteAsync("UPDATE \"rebuild-1\".odd SET a = 2");
        Assert.Contains("  differs: shop 1, b 1, a 2 against 3", odd.Output);
        Assert.Contains("  differs: shop 1, n 1000, revenue 30.50, mean -0 against 0", changed.Output);
        await using CommandProcess other = await views.ReportAsync(1, "diff", "--service-id", "pathway", "--service-id", "other");
        Assert.Contains("shops   not compared: only pathway has this view", other.Output);
        Assert.Contains("events  not compared: only other has this view", other.Output);
        Assert.EndsWith("pathway and other DIFFER.", other.Output, StringComparison.Ordinal);
    }
}
