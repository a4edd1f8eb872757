using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Commit;

public class QueryPlanTests
{
    private const int Users = 2_000;

    /// <summary>
    /// The planner assumes that a new table is empty, and a plan made then is kept while the table grows: it once scanned
    /// the whole table for each row of a commit.
    /// </summary>
    [Fact]
    public async Task Rows_are_found_by_index_even_if_the_table_was_empty_at_the_first_commits()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        string[] ids = Enumerable.Range(0, Users).Select(i => $"u{i}").ToArray();
        await using (StorageProcess process = await StorageProcess.StartAsync(database.Url))
        {
            // More calls than plpgsql makes with custom plans before it uses a generic plan.
            for (int version = 0; version < 10; version++)
            {
                await process.CommitAsync(Batches.Of(Batches.User("first", version)));
                await process.LoadAsync("first");
            }

            await process.CommitAsync(Batches.Of(ids.Select(id => Batches.User(id, 0)).ToArray()));
            long before = await ProbesAsync(database);
            CommitOutcome outcome = await process.CommitAsync(Batches.Of(ids.Select(id => Batches.User(id, 1)).ToArray()));
            Assert.True(outcome.Committed);
            Assert.All(await process.LoadAsync(ids), user => Assert.Equal(2, user.Version));
            Assert.True(before < Users);
        }

        // A connection reports its statistics when it is closed: one index probe per row for the commit, one for the load.
        await Eventually.SucceedsAsync(async () => await ProbesAsync(database) >= 2 * Users, "index probes for each row");
    }

    private static Task<long> ProbesAsync(PostgresForTests database) =>
        database.ScalarAsync<long>("SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'orleansstorage_identity'");
}
