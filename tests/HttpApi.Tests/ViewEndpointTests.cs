using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using PathwayOrleans.HttpApi.Reports.Changes;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Views;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Storage.Views;
using PathwayOrleans.Testing;

namespace PathwayOrleans.HttpApi.Tests;

[Trait("Tier", "Slow")]
public sealed class ViewEndpointTests : IAsyncLifetime
{
    private const string Pipeline = """
        CREATE SOURCE sales (shop bigint NOT NULL, sku text NOT NULL, amount numeric, at timestamptz NOT NULL,
            WATERMARK FOR at AS at - INTERVAL '5 seconds');
        CREATE MATERIALIZED VIEW "per shop/sku" AS SELECT shop, sku, count(*) AS n, sum(amount) AS revenue FROM sales GROUP BY shop, sku;
        CREATE MATERIALIZED VIEW hourly AS SELECT shop, sku, window_start, window_end, sum(amount) AS revenue, avg(amount) AS mean
        FROM TUMBLE(sales, at, INTERVAL '1 hour') GROUP BY shop, sku, window_start, window_end;
        CREATE VIEW best AS SELECT shop FROM hourly;
        """;

    private PostgresForTests _database = null!;
    private MonitoringServer _server = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgresForTests.CreateAsync();
        var options = new DatabaseOptions { ConnectionString = _database.Url };
        await using (var session = new DatabaseSession(options, "test"))
        {
            await new SchemaMigrator(NullLogger<SchemaMigrator>.Instance).MigrateAsync(session, CancellationToken.None);
            var retry = new DatabaseRetry(options, TimeProvider.System, NullLogger<DatabaseRetry>.Instance);
            await new PipelineRegistry(session, retry, NullLogger<PipelineRegistry>.Instance).RegisterAsync(
                PipelineBinder.Bind(Pipeline), TimeSpan.FromMinutes(1), CancellationToken.None);
        }

        await _database.ExecuteAsync(
            """
            INSERT INTO "per shop/sku" VALUES (1, 'a', 2, 1.50), (1, 'b', 1, 3), (2, 'a', 9, NULL);
            INSERT INTO hourly (shop, sku, window_start, window_end, revenue, mean)
            SELECT s, 'a', '2026-01-31Z'::timestamptz + h * interval '1 hour', '2026-01-31T01:00Z'::timestamptz + h * interval '1 hour', h * s, h
            FROM unnest(ARRAY[1, 2]) AS s, generate_series(1, 3) AS h;
            """);
        _server = await MonitoringServer.StartAsync(new FakeEngine(), _database.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Views_and_their_reports_are_served()
    {
        Assert.Equal(
            ["per shop/sku", "hourly"],
            (await OkAsync("/api/views")).GetProperty("rows").EnumerateArray().Select(
                view => view.GetProperty("name").GetString()));
        Assert.Equal(
            """{"rows":[{"shop":1,"sku":"b","n":1,"revenue":3}],"next":null,"view":"per shop/sku","since":null,"state":"written"}""",
            (await OkAsync("/api/views/per%20shop%2Fsku?key=1&key=b")).GetRawText());
        Assert.Equal(
            [2, 3], await NumbersAsync("/api/views/hourly?key.sku=a&key.shop=1&from=2026-01-31T02:00Z", "revenue"));
        Assert.Equal([9, 2], await NumbersAsync("/api/views/per%20shop%2fsku/top?by=n&limit=2", "n"));
        Assert.Equal([3, 6, 9], await NumbersAsync("/api/views/hourly/totals", "revenue"));
        Assert.Equal([9], await NumbersAsync("/api/views/hourly/chart?column=revenue&limit=1", "revenue"));
        JsonElement first = await OkAsync("/api/views/hourly?limit=4");
        Assert.Equal([4, 6], await NumbersAsync($"/api/views/hourly?after={first.GetProperty("next").GetString()}", "revenue"));
    }

    [Theory]
    [InlineData(
        "/api/views/hourl", 404,
        "view is 'hourl'; there is no such view; the nearest is 'hourly'; plain views are read with psql: 'best'.")]
    [InlineData("/api/views/hourly?key=9&key=a", 404, "key is '9, a'; the view 'hourly' has no row of this key.")]
    [InlineData("/api/views/hourly?key=x&key=a", 400, "key is 'x'; the key column shop has the type bigint")]
    [InlineData("/api/views/hourly?key.skoo=x", 400, "key.skoo is 'x'; the key of the view 'hourly' is shop (bigint), sku")]
    [InlineData(
        "/api/views/hourly/top", 400,
        "by is missing; it must be a column of the view 'hourly': one of 'shop', 'sku', 'window_start', 'window_end', " +
        "'revenue', 'mean'.")]
    [InlineData("/api/views/hourly/top?by=", 400, "by is missing; it must be a column of the view 'hourly': one of 'shop', ")]
    [InlineData(
        "/api/views/hourly/chart", 400,
        "column is missing; it must be a column of the view 'hourly' with numbers: one of 'shop', 'revenue', 'mean'.")]
    [InlineData("/api/views/hourly/top?by=ravenue", 400, "the nearest is 'revenue'")]
    [InlineData("/api/views/hourly?user=1", 400, "no such parameter; it must be one of key, from, to, state, limit, after")]
    [InlineData("/api/views?after=x", 400, "after is 'x'; this report has no such parameter")]
    [InlineData(
        "/api/views/hourly/changes?limit=5", 400, "limit is '5'; this report has no such parameter; it must be one of key.")]
    [InlineData(
        "/api/views/hourly/changes", 400,
        "key is missing; the key of the view 'hourly' is shop (bigint), sku (text); give a value for each of them, in this " +
        "order.")]
    [InlineData("/api/views/hourly?key.sku=a", 400, "key.shop is missing; the key of the view 'hourly' is shop (bigint), sku (")]
    [InlineData(
        "/api/views/hourly?key=1&key=a&key.sku=b", 400,
        "key.sku is 'b'; the key is also given as key=1&key=a; use one of the two forms.")]
    [InlineData("/api/views/hourly?state=", 400, "state is ''; it must be one of all, open, closed.")]
    [InlineData(
        "/api/views/best", 404, "view is 'best'; it is a plain view, which is read with psql: SELECT * FROM public.best.")]
    [InlineData(
        "/api/views/nope", 404,
        "there is no such view; it must be one of 'per shop/sku', 'hourly'; plain views are read with psql: 'best'.")]
    [InlineData("/api/views/hourl/changes?key=1", 404, "there is no such view")]
    [InlineData("/api/views/hourly/changes?key=1", 400, "give a value for each of them")]
    public async Task Errors_name_the_value_and_the_remedy(string path, int code, string error)
    {
        (HttpStatusCode status, JsonElement body) = await _server.GetAsync(path);
        Assert.Equal(code, (int)status);
        Assert.Contains(error, body.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task HEAD_is_answered_like_GET_without_a_body()
    {
        foreach (string route in _server.Routes)
        {
            string path = route.Replace("{view}", "hourly", StringComparison.Ordinal)
                .Replace("{**id}", "", StringComparison.Ordinal);
            path += path.EndsWith("/top", StringComparison.Ordinal) && path != "/api/top" ? "?by=revenue"
                : path.EndsWith("/chart", StringComparison.Ordinal) ? "?column=revenue"
                : path.EndsWith("/changes", StringComparison.Ordinal) ? "?key=1&key=a"
                : "";
            using HttpResponseMessage get = await _server.SendAsync(HttpMethod.Get, path);
            using HttpResponseMessage head = await _server.SendAsync(HttpMethod.Head, path);
            Assert.Equal((path, get.StatusCode), (path, head.StatusCode));
            Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
            Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        }

        using HttpResponseMessage missing = await _server.SendAsync(HttpMethod.Head, "/api/views/nope/changes?key=1");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        using HttpResponseMessage post = await _server.SendAsync(HttpMethod.Post, "/api/views");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
        Assert.Equal(["GET", "HEAD"], post.Content.Headers.Allow);
    }

    [Fact]
    public async Task Changes_of_keys_are_events_and_take_one_connection()
    {
        using StreamReader hourly = await _server.StreamAsync("/api/views/hourly/changes?key=2&key=a");
        using StreamReader shop = await _server.StreamAsync("/api/views/per%20shop%2Fsku/changes?key=1&key=a");
        using StreamReader other = await _server.StreamAsync("/api/views/per%20shop%2Fsku/changes?key=7&key=");
        Assert.Equal(
            ["2026-01-31T01:00:00Z", "2026-01-31T02:00:00Z", "2026-01-31T03:00:00Z"],
            (await ChangeAsync(hourly)).GetProperty("rows").EnumerateArray().Select(
                row => row.GetProperty("window_start").GetString()));
        Assert.Equal(
            """{"rows":[{"shop":1,"sku":"a","n":2,"revenue":1.50}],"view":"per shop/sku","since":null,"state":"written"}""",
            (await ChangeAsync(shop)).GetRawText());
        Assert.Empty((await ChangeAsync(other)).GetProperty("rows").EnumerateArray());

        await _database.ExecuteAsync(
            """
            UPDATE "per shop/sku" SET n = 3 WHERE shop = 1 AND sku = 'a'; INSERT INTO "per shop/sku" VALUES (7, '', 1, 1);
            DELETE FROM hourly WHERE shop = 2 AND mean < 3;
            """);

        Assert.Equal(3, (await ChangeAsync(shop)).GetProperty("rows")[0].GetProperty("n").GetInt32());
        Assert.Equal(7, (await ChangeAsync(other)).GetProperty("rows")[0].GetProperty("shop").GetInt32());
        Assert.Equal(1, (await ChangeAsync(hourly)).GetProperty("rows").GetArrayLength());
        Assert.Equal(1, await _database.ScalarAsync<long>(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'pathway%'"));

        await _database.ExecuteAsync("""ALTER TABLE "per shop/sku" RENAME TO gone""");
        Assert.Equal("event: ended", await shop.ReadLineAsync());
        Assert.Contains("The view 'per shop/sku' cannot be read any more", await shop.ReadToEndAsync(), StringComparison.Ordinal);
        await _server.StopAsync();
        Assert.Equal("", await hourly.ReadToEndAsync());
    }

    [Fact]
    public async Task The_number_of_listeners_is_limited()
    {
        ViewWatch watch = _server.Services.GetRequiredService<ViewWatch>();
        ViewDescription view = await new ViewCatalog(_server.Services.GetRequiredService<BoundedQueries>())
            .RequireAsync("view", "hourly", CancellationToken.None);
        ViewListener[] listeners = [.. Enumerable.Range(0, ViewWatch.MaxListeners).Select(
            i => watch.Add(new WatchedKey(view, new ViewKey([$"{i}", "a"])))!)];
        (HttpStatusCode status, JsonElement body) = await _server.GetAsync("/api/views/hourly/changes?key=1&key=a");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("This process has 100 listeners", body.GetProperty("error").GetString(), StringComparison.Ordinal);

        listeners[0].Dispose();
        using StreamReader served = await _server.StreamAsync("/api/views/hourly/changes?key=1&key=a");
        Assert.Equal(3, (await ChangeAsync(served)).GetProperty("rows").GetArrayLength());
        Array.ForEach(listeners, listener => listener.Dispose());
    }

    [Fact]
    public async Task Every_address_is_in_the_OpenAPI_document()
    {
        JsonElement document = await OkAsync("/openapi.json");
        Assert.Equal("3.1.0", document.GetProperty("openapi").GetString());
        Assert.Equal(
            _server.Routes.Select(route => route.Replace("**", "", StringComparison.Ordinal)).Append("/api/users")
                .Except(["/", "/openapi.json"]).Order(StringComparer.Ordinal),
            document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));

        // The default of each parameter is accepted. Reports of the built-in pipeline are not found, because this service has
        // another one.
        foreach (JsonProperty path in document.GetProperty("paths").EnumerateObject().Where(
            path => !path.Name.Contains('{', StringComparison.Ordinal)))
        {
            foreach (JsonElement parameter in path.Value.GetProperty("get").GetProperty("parameters").EnumerateArray())
            {
                JsonElement schema = parameter.GetProperty("schema");
                if (schema.TryGetProperty("default", out JsonElement value))
                {
                    (HttpStatusCode status, _) = await _server.GetAsync($"{path.Name}?{parameter.GetProperty("name")}={value}");
                    Assert.Contains(status, (HttpStatusCode[])[HttpStatusCode.OK, HttpStatusCode.NotFound]);
                }
            }
        }

        JsonElement rows = document.GetProperty("paths").GetProperty("/api/top").GetProperty("get").GetProperty("responses")
            .GetProperty("200").GetProperty("content").GetProperty("application/json").GetProperty("schema")
            .GetProperty("properties").GetProperty("rows").GetProperty("items").GetProperty("properties");
        Assert.Equal(["userId", "count", "totalValue", "time"], rows.EnumerateObject().Select(member => member.Name));
    }

    private static async Task<JsonElement> ChangeAsync(StreamReader events)
    {
        Assert.Equal("event: change", await events.ReadLineAsync());
        string data = (await events.ReadLineAsync())!;
        Assert.StartsWith("data: ", data, StringComparison.Ordinal);
        Assert.Equal("", await events.ReadLineAsync());
        return JsonElement.Parse(data["data: ".Length..]);
    }

    private async Task<JsonElement> OkAsync(string path)
    {
        (HttpStatusCode status, JsonElement body) = await _server.GetAsync(path);
        Assert.True(status == HttpStatusCode.OK, $"{path}: {(int)status} {body}");
        return body;
    }

    private async Task<IEnumerable<int>> NumbersAsync(string path, string column) =>
        (await OkAsync(path)).GetProperty("rows").EnumerateArray().Select(row => row.GetProperty(column).GetInt32());
}
