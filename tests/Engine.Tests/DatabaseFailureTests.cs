using PathwayOrleans.Engine.Tests.Harness;

namespace PathwayOrleans.Engine.Tests;

public abstract class DatabaseFailureTests<TFixture> : EngineTests<TFixture>
    where TFixture : EngineFixture, new()
{
    private const int Partitions = 2;

    private const string Terminate =
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity " +
        "WHERE datname = current_database() AND application_name LIKE 'pathway%'";

    [Fact]
    public async Task Connections_that_are_terminated_during_a_commit_lose_and_repeat_nothing()
    {
        const int Rounds = 3;
        string[] users = [.. Enumerable.Range(0, 100).Select(user => $"u{user:d3}")];
        await using EngineWorld world = await CreateAsync(Partitions);
        RunningEngine engine = await world.StartAsync();
        await engine.ReadsAsync(Partitions);
        for (int round = 1; round <= Rounds; round++)
        {
            await using (await HeldCommits.StartAsync(world.Database))
            {
                for (int partition = 0; partition < Partitions; partition++)
                {
                    await world.ProduceAsync(partition, users.Select(user => ($"p{partition}{user}", (double)round)));
                }

                await engine.WaitAsync(() => engine.Status.EventsInFlight == Partitions * users.Length, "reading everything");
                await engine.WaitAsync(async () => await world.Database.ScalarAsync<long>(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() " +
                    "AND application_name LIKE 'pathway%' AND wait_event_type = 'Lock'") > 0, "a commit that waits");
                Assert.InRange(await world.Database.ScalarAsync<long>(Terminate), 1, 10);
            }

            await world.DurableAsync(engine, 0, round * users.Length);
            await world.DurableAsync(engine, 1, round * users.Length);
        }

        Assert.Equal(
            Enumerable.Range(0, Partitions).SelectMany(partition => users.Select(user => $"p{partition}{user}|3|6")),
            await world.CountsAsync());
        Assert.Equal((0, 0), (engine.Status.EventsSkipped, engine.Status.CommitsRejected));
        Assert.Empty(await world.LettersAsync());
    }

    [Fact]
    public async Task While_commits_fail_an_engine_is_not_ready_and_says_why()
    {
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine engine = await world.StartAsync();
        await world.ProduceAsync(0, ("a", 1));
        await world.DurableAsync(engine, 0, 1);
        await FailCommitsAsync(world, "53100");
        await world.ProduceAsync(0, ("a", 2));
        await engine.WaitAsync(
            async () => (await engine.ProblemsAsync()) is [var problem] && IsCommitFailure(problem), "a problem with commits");
        Assert.True(IsCommitFailure(Assert.Single(engine.Status.Problems)));

        await world.Database.ExecuteAsync("DROP TRIGGER fail ON events");
        await world.DurableAsync(engine, 0, 2);
        Assert.Equal(["a|2|3"], await world.CountsAsync());
        await engine.WaitAsync(async () => (await engine.ProblemsAsync()).Length == 0, "being ready again");
    }

    [Fact]
    public async Task A_commit_that_the_server_cancels_is_halved_until_it_succeeds()
    {
        string[] users = [.. Enumerable.Range(0, 200).Select(user => $"u{user:d3}")];
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine engine = await world.StartAsync();
        await world.ProduceAsync(0, ("a", 1));
        await world.DurableAsync(engine, 0, 1);

        // 200 rows take four seconds.
        await world.Database.ExecuteAsync(
            """
            CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM pg_sleep(0.02);
                RETURN NEW;
            END $$;
            CREATE TRIGGER slow BEFORE INSERT OR UPDATE ON events FOR EACH ROW EXECUTE FUNCTION slow()
            """);
        await world.Database.ExecuteAsync($"ALTER DATABASE {world.Database.Database} SET statement_timeout = '1s'");
        await world.Database.ScalarAsync<long>(Terminate);
        await world.ProduceAsync(0, users.Select(user => (user, 1.0)));
        await world.DurableAsync(engine, 0, 1 + users.Length);
        string[] counts = await world.CountsAsync();
        Assert.Equal(["a|1|1", .. users.Select(user => $"{user}|1|1")], counts);
        Assert.Equal(0, engine.Status.CommitsRejected);
    }

    [Fact]
    public async Task An_error_that_is_not_transient_ends_the_engine_and_is_in_its_log()
    {
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine engine = await world.StartAsync();
        await world.ProduceAsync(0, ("a", 1));
        await world.DurableAsync(engine, 0, 1);
        await FailCommitsAsync(world, "22023");
        await world.ProduceAsync(0, ("a", 2));
        Assert.Contains("an injected error", await engine.EndsAsync(), StringComparison.Ordinal);
    }

    private static Task FailCommitsAsync(EngineWorld world, string sqlState) => world.Database.ExecuteAsync(
        $"""
        CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'an injected error' USING ERRCODE = '{sqlState}';
        END $$;
        CREATE TRIGGER fail BEFORE INSERT OR UPDATE ON events FOR EACH ROW EXECUTE FUNCTION fail()
        """);

    private static bool IsCommitFailure(string problem) =>
        problem.StartsWith("commits have failed for ", StringComparison.Ordinal)
        && problem.Contains("an injected error", StringComparison.Ordinal);
}
