using System.Text.Json;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;
using PathwayOrleans.Storage.Reading.Views;
using PathwayOrleans.Storage.Tests.Reading.Reports;
using PathwayOrleans.Storage.Tests.Views;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Reading.Views;

[Trait("Tier", "Slow")]
public sealed class ViewReportTests(ReportedViews views) : IClassFixture<ReportedViews>
{
    [Fact]
    public async Task Views_are_listed_with_their_columns_and_what_has_totals()
    {
        JsonElement[] found = [.. (await views.ReadAsync(ViewReports.List)).GetProperty("rows").EnumerateArray()];
        Assert.Equal(
            ["Per shop False [\"shop\",\"sku\"] ", "hourly True [\"shop\",\"sku\"] 2026-01-31T00:30:00+00:00"],
            found.Select(view => string.Join(
                ' ', ((string[])["name", "windowed", "key", "since"]).Select(member => view.GetProperty(member)))));
        Assert.Equal(
            [
                "sku text key ", "shop bigint key ", "n bigint value sum", "revenue numeric value sum", "mean numeric value ",
                "ratio numeric value ", "first_sku text value min", "last_seen timestamp with time zone value max",
                "weight double precision value max",
            ],
            Columns(found[0]));
        Assert.Equal(
            ["opened timestamp with time zone window_start ", "window_end timestamp with time zone window_end "],
            Columns(found[1])[2..4]);
        Assert.StartsWith(
            "CREATE MATERIALIZED VIEW hourly AS", found[1].GetProperty("sql").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_a_key_keep_every_digit()
    {
        Assert.Equal(
            """{"rows":[{"sku":"b","shop":1,"n":9007199254740993,"revenue":2.5,"mean":1,"ratio":1,"first_sku":"b","last_seen":"infinity","weight":"NaN"}],"next":null,"view":"Per shop","since":null,"state":"written"}""",
            (await views.ReadAsync(ViewReports.Rows, "view=Per shop", "key=1", "key=b")).GetRawText());
        Assert.Equal(
            """{"sku":"a","shop":1,"n":3,"revenue":30.50,"mean":10.17,"ratio":10,"first_sku":"a","last_seen":"2026-01-31T12:00:00.25Z","weight":1e+300}""",
            (await views.ReadAsync(ViewReports.Rows, "view=Per shop", "key.sku=a", "key.shop=1"))
                .GetProperty("rows")[0].GetRawText());
        Assert.Equal(["3"], await views.ColumnAsync(ViewReports.Rows, "shop", "view=Per shop", "key=3", "key="));
    }

    [Fact]
    public async Task A_range_and_a_state_choose_windows()
    {
        Assert.Equal(
            ["2026-01-31T01:00:00Z", "2026-01-31T02:00:00Z"],
            await views.ColumnAsync(
                ViewReports.Rows, "opened", "view=hourly", "key=2", "key=a", "from=2026-01-31T01:00Z", "to=2026-01-31T03:00Z"));
        Assert.Equal(
            ["2026-01-31T01:00:00Z", "2026-01-31T02:00:00Z"],
            await views.ColumnAsync(ViewReports.Rows, "opened", "view=hourly", "key=2", "key=a", "state=closed"));
        Assert.Equal(["False", "False", "False"], await views.ColumnAsync(
            ViewReports.Rows, "closed", "view=hourly", "key=2", "key=a", "state=open"));
        Assert.Empty(await views.ColumnAsync(ViewReports.Rows, "opened", "view=hourly", "key=2", "key=a", "from=2027-01-01"));
    }

    [Fact]
    public async Task The_top_has_the_highest_values_first_and_no_rows_without_a_value()
    {
        Assert.Equal(["30.50", "7", "2.5"], await views.ColumnAsync(ViewReports.Top, "revenue", "view=Per shop", "by=revenue"));
        Assert.Equal(["NaN", "1e+300", "-0"], (await views.ReadAsync(ViewReports.Top, "view=Per shop", "by=weight"))
            .GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("weight").ToString()));
        Assert.Equal(
            ["ü", "b", "a", "B"], await views.ColumnAsync(ViewReports.Top, "first_sku", "view=Per shop", "by=first_sku"));
        Assert.Equal(
            ["5 2", "5 1", "4 2", "4 1"],
            (await views.ReadAsync(ViewReports.Top, 4, null, "view=hourly", "by=rows")).GetProperty("rows").EnumerateArray()
                .Select(row => $"{row.GetProperty("rows")} {row.GetProperty("shop")}").Order(StringComparer.Ordinal).Reverse());
    }

    [Fact]
    public async Task Totals_leave_out_what_does_not_follow_from_the_rows()
    {
        Assert.Equal(
            """{"rows":[{"rows":4,"n":9007199254741006,"revenue":40.00,"first_sku":"B","last_seen":"infinity","weight":"NaN"}],"next":null,"view":"Per shop","since":null,"state":"written","omitted":["mean","ratio"]}""",
            (await views.ReadAsync(ViewReports.Totals, "view=Per shop")).GetRawText());
        Assert.Equal(
            """{"rows":[{"opened":"2026-01-31T02:00:00Z","window_end":"2026-01-31T03:00:00Z","pathway_rows":2,"revenue":6,"rows":4,"closed":true},{"opened":"2026-01-31T03:00:00Z","window_end":"2026-01-31T04:00:00Z","pathway_rows":2,"revenue":9,"rows":6,"closed":false}],"next":null,"view":"hourly","since":"2026-01-31T00:30:00+00:00","state":"written","omitted":["mean"]}""",
            (await views.ReadAsync(ViewReports.Totals, "view=hourly", "from=2026-01-31T02:00Z", "to=2026-01-31T04:00Z"))
                .GetRawText());
    }

    [Fact]
    public async Task A_chart_has_the_newest_windows_in_their_order()
    {
        JsonElement all = await views.ReadAsync(ViewReports.Chart, 2, null, "view=hourly", "column=revenue");
        Assert.Equal(["12", "15"], all.GetProperty("rows").EnumerateArray().Select(row => $"{row.GetProperty("revenue")}"));
        JsonElement one = await views.ReadAsync(ViewReports.Chart, 2, null, "view=hourly", "column=mean", "key=2", "key=a");
        Assert.Equal(["4", "5"], one.GetProperty("rows").EnumerateArray().Select(row => $"{row.GetProperty("mean")}"));
    }

    [Theory]
    [InlineData("view", "view=Per shop")]
    [InlineData("view", "view=hourly")]
    [InlineData("top", "view=Per shop", "by=n")]
    [InlineData("top", "view=Per shop", "by=first_sku")]
    [InlineData("top", "view=Per shop", "by=weight")]
    [InlineData("top", "view=hourly", "by=opened")]
    [InlineData("totals", "view=hourly")]
    public async Task Pages_combine_to_the_whole_report(string name, params string[] parameters)
    {
        ReportDefinition report = name switch { "top" => ViewReports.Top, "totals" => ViewReports.Totals, _ => ViewReports.Rows };
        JsonElement whole = await views.ReadAsync(report, parameters);
        var rows = new List<string>();
        string? after = null;
        do
        {
            JsonElement page = await views.ReadAsync(report, 1, after, parameters);
            rows.Add(Assert.Single(page.GetProperty("rows").EnumerateArray()).GetRawText());
            after = page.GetProperty("next").GetString();
        }
        while (after is not null);

        Assert.Equal(whole.GetProperty("rows").EnumerateArray().Select(row => row.GetRawText()), rows);
    }

    [Theory]
    [InlineData("view is 'hourl'; there is no such view; the nearest is 'hourly'.", "view", "view=hourl")]
    [InlineData("view is 'events'; there is no such view; it must be one of 'Per shop', 'hourly'.", "view", "view=events")]
    [InlineData(
        "by is 'revenu'; the view 'hourly' has no such column; the nearest is 'revenue'.", "top", "view=hourly", "by=revenu")]
    [InlineData("by is missing; it must be a column of the view 'hourly': one of ", "top", "view=hourly")]
    [InlineData("view is missing; it must be one of 'Per shop', 'hourly'.", "view", "view=")]
    [InlineData(
        "key is 'x'; the key column shop has the type bigint (invalid input syntax for type bigint: \"x\").", "view",
        "view=hourly", "key=x", "key=a")]
    [InlineData("key is '1e30'; the key column shop has the type bigint", "view", "view=hourly", "key=1e30", "key=a")]
    [InlineData(
        "key is '1'; the key of the view 'hourly' is shop (bigint), sku (text); give a value for each of them, in this order.",
        "view", "view=hourly", "key=1")]
    [InlineData("key.sku is missing; the key of the view", "view", "view=hourly", "key.shop=1")]
    [InlineData("key.sho is '1'; the key of the view", "view", "view=hourly", "key.sho=1")]
    [InlineData("key is '9, a'; the view 'hourly' has no row of this key.", "view", "view=hourly", "key=9", "key=a")]
    [InlineData("from is 'noon'; it must be ISO-8601", "view", "view=hourly", "from=noon")]
    [InlineData("from is '0'; the view 'Per shop' has no windows; leave it out.", "view", "view=Per shop", "from=0")]
    [InlineData(
        "since is '0'; this report has no such parameter; it must be one of key, from, to, state", "view", "view=hourly",
        "since=0")]
    [InlineData("column is 'mean'; its values over all keys do not follow", "chart", "view=hourly", "column=mean")]
    [InlineData(
        "column is 'opened'; it has the type timestamp with time zone, and only numbers", "chart", "view=hourly",
        "column=opened")]
    [InlineData("view is 'Per shop'; it has no windows to draw", "chart", "view=Per shop", "column=n")]
    public async Task Errors_name_the_value_and_the_remedy(string message, string name, params string[] parameters)
    {
        ReportDefinition report = name switch { "top" => ViewReports.Top, "chart" => ViewReports.Chart, _ => ViewReports.Rows };
        ReportParameterException refused = await Assert.ThrowsAnyAsync<ReportParameterException>(
            () => views.ReadAsync(report, parameters));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_of_another_report_is_refused()
    {
        string next = (await views.ReadAsync(ViewReports.Rows, 1, null, "view=Per shop")).GetProperty("next").GetString()!;
        await Assert.ThrowsAsync<ReportParameterException>(() => views.ReadAsync(ViewReports.Rows, 1, next, "view=hourly"));
        await Assert.ThrowsAsync<ReportParameterException>(
            () => views.ReadAsync(ViewReports.Top, 1, next, "view=Per shop", "by=n"));
        string forged = Cursor.Write("view:1:Per shop:rows", "x", "a");
        await Assert.ThrowsAsync<ReportParameterException>(() => views.ReadAsync(ViewReports.Rows, 1, forged, "view=Per shop"));
        await Assert.ThrowsAsync<ReportParameterException>(() => views.ReadAsync(ViewReports.Totals, 1, next, "view=Per shop"));
    }

    [Fact]
    public async Task A_table_whose_columns_the_user_has_changed_is_still_described()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using PipelineProcess process = await PipelineProcess.StartAsync(
            database.Url,
            """
            CREATE SOURCE s (k text NOT NULL, n bigint);
            CREATE MATERIALIZED VIEW v AS SELECT k, count(*) AS c, sum(n) AS total, avg(n) AS mean FROM s GROUP BY k;
            """);
        await database.ExecuteAsync("ALTER TABLE v ADD COLUMN note text; ALTER TABLE v DROP COLUMN c");
        ViewDescription view = Assert.Single(
            await new ViewCatalog(new SessionQueries(process.Session)).ListAsync(CancellationToken.None));
        Assert.Equal(
            ["k key ", "total value sum", "mean value ", "note value "],
            view.Columns.Select(column => $"{column.Name} {column.Role} {column.Total}"));
    }

    [Fact]
    public async Task Without_a_registered_pipeline_the_view_is_the_built_in_one()
    {
        await using ReportDatabase database = await ReportDatabase.CreateAsync();
        await database.AddUserAsync("u1", 2, 0.5, 7);
        ViewDescription view = Assert.Single(await new ViewCatalog(database.Queries).ListAsync(CancellationToken.None));
        Assert.Equal(("events", false, null as DateTimeOffset?), (view.Name, view.Windowed, view.Since));
        Assert.Equal(["", "sum", "sum", "max"], view.Columns.Select(column => column.Total ?? ""));
        Assert.Equal(["user_id"], view.Key);
    }

    private static string[] Columns(JsonElement view) =>
    [
        .. view.GetProperty("columns").EnumerateArray().Select(column => string.Join(
            ' ', ((string[])["name", "type", "role", "total"]).Select(member => column.GetProperty(member)))),
    ];
}
