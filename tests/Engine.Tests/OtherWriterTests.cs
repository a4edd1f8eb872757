using PathwayOrleans.Engine.Tests.Harness;

namespace PathwayOrleans.Engine.Tests;

public abstract class OtherWriterTests<TFixture> : EngineTests<TFixture>
    where TFixture : EngineFixture, new()
{
    // As by a process that counts another source: state and version of user a change.
    private const string CountOneMore =
        """
        UPDATE orleansstorage SET version = version + 1, payloadbinary = convert_to(
            (other.payload || jsonb_build_object('views', jsonb_build_object(other.view, jsonb_build_array(
                other.count + 1,
                jsonb_build_array(other.count + 1, (other.total + 100)::text),
                other.payload->'views'->other.view->2))))::text,
            'UTF8')
        FROM (
            SELECT p.payload, v.view, (p.payload->'views'->v.view->>0)::bigint AS count,
                (p.payload->'views'->v.view->1->>1)::float8 AS total
            FROM (SELECT convert_from(payloadbinary, 'UTF8')::jsonb AS payload FROM orleansstorage
                WHERE grainidextensionstring = '=a') AS p
            CROSS JOIN (SELECT number::text AS view FROM pipeline_views WHERE name = 'events') AS v
        ) AS other
        WHERE grainidextensionstring = '=a'
        """;

    [Fact]
    public async Task A_user_whose_row_another_writer_changed_is_reloaded_and_the_events_of_both_count()
    {
        await using EngineWorld world = await CreateAsync(partitions: 1);
        RunningEngine engine = await world.StartAsync();
        await world.ProduceAsync(0, ("a", 1), ("b", 1));
        await world.DurableAsync(engine, 0, 2);
        for (int round = 1; round <= 3; round++)
        {
            await world.Database.ExecuteAsync(CountOneMore);
            await world.ProduceAsync(0, ("a", 1), ("b", 1));
            await world.DurableAsync(engine, 0, 2 + (2 * round));
            Assert.Equal([$"a|{1 + (2 * round)}|{1 + (101 * round)}", $"b|{1 + round}|{1 + round}"], await world.CountsAsync());
            Assert.Equal(round, engine.Status.CommitsRejected);
        }
    }
}
