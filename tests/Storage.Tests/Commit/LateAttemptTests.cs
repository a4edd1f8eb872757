using Npgsql;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Commit;

/// <summary>An attempt that was considered lost reaches the server after its writer has continued.</summary>
public class LateAttemptTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Only_the_next_commit_number_of_a_writer_is_accepted(long number)
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        await process.CommitAsync(Batches.Of(Batches.User("u", 0)));
        await process.CommitAsync(Batches.Of(Batches.User("u", 1)));
        PostgresException refused = await Assert.ThrowsAsync<PostgresException>(
            () => ReplayAsync(database, "(SELECT writer FROM writer_commits)", number));
        Assert.Equal("PW002", refused.SqlState);
        Assert.Empty(await database.ProgressAsync());

        await ReplayAsync(database, "(SELECT writer FROM writer_commits)", 3);
        Assert.Equal(["late|0|77"], await database.ProgressAsync());
    }

    [Fact]
    public async Task A_writer_that_is_not_registered_writes_nothing()
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url);
        PostgresException refused = await Assert.ThrowsAsync<PostgresException>(
            () => ReplayAsync(database, "gen_random_uuid()", 1));
        Assert.Equal("PW003", refused.SqlState);
        Assert.Empty(await database.ProgressAsync());
    }

    // A commit that contains only progress.
    private static Task ReplayAsync(PostgresForTests database, string writer, long number) => database.ExecuteAsync(
        $$"""
        SELECT pathway_commit({{writer}}, {{number}}, 'pathway', 1, 'user', '{}', '{}', '{}', '{}', '{}', '{}',
            '{late}', '{0}', '{77}', '{NULL}', '{}', '{}', '{}', '{}', '{}')
        """);
}
