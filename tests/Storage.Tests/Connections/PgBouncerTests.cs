using PathwayOrleans.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Connections;

[Trait("Tier", "Slow")]
public sealed class PgBouncerTests
{
    private const string Service = "shop";

    [Theory]
    [InlineData("session")]
    [InlineData("transaction")]
    public async Task A_service_whose_search_path_is_ignored_does_not_start_and_writes_nothing(string mode)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using PgBouncer pooler = await PgBouncer.StartAsync(database, mode, ignored: "search_path");
        WrongSchemaException refused = await Assert.ThrowsAsync<WrongSchemaException>(
            () => StorageProcess.StartAsync(database.UrlThrough(pooler.Port), Service));
        Assert.Contains(
            $"ALTER ROLE \"user\" IN DATABASE \"{database.Database}\" SET search_path = \"shop\"",
            refused.Message, StringComparison.Ordinal);
        Assert.Empty(await database.RowsAsync(
            "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema IN ('public', 'shop')"));
    }

    [Theory]
    [InlineData("session")]
    [InlineData("transaction")]
    public async Task A_service_whose_user_has_the_search_path_writes_its_own_tables(string mode)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess other = await StorageProcess.StartAsync(database.Url);
        await database.ExecuteAsync($"ALTER ROLE \"user\" IN DATABASE \"{database.Database}\" SET search_path = \"shop\"");
        await using PgBouncer pooler = await PgBouncer.StartAsync(database, mode, ignored: "search_path");
        await using StorageProcess shop = await StorageProcess.StartAsync(database.UrlThrough(pooler.Port), Service);
        await shop.CommitAsync(Batches.Of(Batches.User("u", version: 0)));
        Assert.Equal(1, Assert.Single(await shop.LoadAsync("u")).Version);
        Assert.Equal(["u"], await database.RowsAsync("SELECT user_id FROM shop.events"));
        Assert.Empty(await database.RowsAsync("SELECT user_id FROM public.events"));
    }

    [Theory]
    [InlineData("session")]
    [InlineData("transaction")]
    public async Task The_default_service_needs_no_setting_of_the_user(string mode)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using PgBouncer pooler = await PgBouncer.StartAsync(database, mode, ignored: "search_path");
        await using StorageProcess process = await StorageProcess.StartAsync(database.UrlThrough(pooler.Port));
        await process.CommitAsync(Batches.Of(Batches.User("u", version: 0)));
        Assert.Equal(["u"], await database.RowsAsync("SELECT user_id FROM public.events"));
    }

    [Fact]
    public async Task A_pooler_that_rejects_the_search_path_is_an_error_and_not_retried()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using PgBouncer pooler = await PgBouncer.StartAsync(database, "transaction", ignored: "");
        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => StorageProcess.StartAsync(database.UrlThrough(pooler.Port), Service));
        Assert.Contains("ignore_startup_parameters = search_path", refused.Message, StringComparison.Ordinal);
    }
}
