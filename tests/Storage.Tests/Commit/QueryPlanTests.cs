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
            CommitOutcome outcome = await process.CommitAsync(Batches.Of(ids.Select(id => Batches.User(id, 1)).ToArray()));
            Assert.True(outcome.Committed);
            Assert.All(await process.LoadAsync(ids), user => Assert.Equal(2, user.Version));
        }

        // A connection reports its statistics when it is closed: one index probe per row for the commit, one for the load.
        await Eventually.SucceedsAsync(async () => await IndexProbesAsync(database) >= 2 * Users, "index probes for each row");
        Assert.InRange(await ScannedRowsAsync(database), 0, 10 * Users);
    }

    private static Task<long> IndexProbesAsync(PostgresForTests database) =>
        database.ScalarAsync<long>("SELECT idx_scan FROM pg_stat_user_indexes WHERE indexrelname = 'orleansstorage_identity'");

    /// <summary>The rows read by sequential scans: the square of the number of users if each row is found by a scan.</summary>
    private static Task<long> ScannedRowsAsync(PostgresForTests database) =>
        database.ScalarAsync<long>("SELECT seq_tup_read FROM pg_stat_user_tables WHERE relname = 'orleansstorage'");
}
