using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Configuration;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests;

public sealed class WindowCatalogTests
{
    private const string Definitions =
        "SELECT window_name, kind, size, hop, gap, origin, lateness, idle_timeout FROM window_definitions ORDER BY 1";

    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(9);

    [Fact]
    public async Task Definitions_are_stored_and_lateness_may_change()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await RegisterAsync(
            process,
            WindowDefinition.Tumbling("t", 60, origin: 7), WindowDefinition.Sliding("s", 60, 20, lateness: 5),
            WindowDefinition.Session("v", 30));
        Assert.Equal(
            ["s|sliding|60|20|null|0|5|9000", "t|tumbling|60|60|null|7|0|9000", "v|session|null|null|30|null|0|9000"],
            await database.RowsAsync(Definitions));

        await database.ExecuteAsync("INSERT INTO user_windows VALUES ('u', 't', 7, 67, 1, 1, 1, 1, 8, 8)");
        await RegisterAsync(process, WindowDefinition.Tumbling("t", 60, origin: 7, lateness: 3));
        Assert.Contains("t|tumbling|60|60|null|7|3|9000", await database.RowsAsync(Definitions));
    }

    [Fact]
    public async Task Definition_of_a_name_with_rows_cannot_change()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await RegisterAsync(process, WindowDefinition.Tumbling("t", 60));
        await RegisterAsync(process, WindowDefinition.Session("t", 60));
        await RegisterAsync(process, WindowDefinition.Tumbling("t", 60));
        await database.ExecuteAsync("INSERT INTO user_windows VALUES ('u', 't', 0, 60, 1, 1, 1, 1, 8, 8)");
        ConfigurationRejectedException refused = await Assert.ThrowsAsync<ConfigurationRejectedException>(
            () => RegisterAsync(process, WindowDefinition.Tumbling("t", 90)));
        Assert.Contains("Window 't' is tumbling, size 90 ms", refused.Message, StringComparison.Ordinal);
        Assert.Contains("computed as tumbling, size 60 ms", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["t|tumbling|60|60|null|0|0|9000"], await database.RowsAsync(Definitions));
    }

    private static async Task RegisterAsync(StorageProcess process, params WindowDefinition[] definitions)
    {
        await using var session = new DatabaseSession(process.Options, "pathway-test");
        await new WindowCatalog(session, process.Retry).RegisterAsync(new WindowSet(definitions), Idle, CancellationToken.None);
    }
}
