using Orleans.Storage;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Storage.GrainRows;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>The grain id of a user, as the storage gets it.</summary>
internal static class UserStates
{
    private static readonly SourcePartition Partition = SourcePartition.Of("kafka/c/events/t", 3);

    internal static GrainId GrainOf(string userId) => GrainId.Create("useraggregate", UserGrainKey.FromUserId(userId));

    /// <summary>A user's state after a number of events. The totals depend on the user and on that number.</summary>
    internal static CountedUser Of(string userId, int events)
    {
        var state = new CountedUser(userId);
        Apply(state, events);
        return state;
    }

    /// <summary>Applies further events.</summary>
    internal static void Apply(CountedUser state, int events)
    {
        long first = state.State!.LastApplied(Partition)?.Next.ToOffset() ?? 0;
        for (long offset = first; offset < first + events; offset++)
        {
            Assert.True(state.Apply(Partition, Position.FromOffset(offset), new UserEvent(
                state.UserId!, (0.1 * offset) - state.UserId!.Length, 1_700_000_000_000 + offset)));
        }
    }

    internal static async Task<GrainState<CountedUser>> ReadUserAsync(this IGrainStorage storage, string userId)
    {
        var holder = new GrainState<CountedUser>();
        await storage.ReadStateAsync(UserGrainRows.StateName, GrainOf(userId), holder);
        return holder;
    }

    internal static Task WriteUserAsync(this IGrainStorage storage, string userId, IGrainState<CountedUser> holder) =>
        storage.WriteStateAsync(UserGrainRows.StateName, GrainOf(userId), holder);

    internal static Task ClearUserAsync(this IGrainStorage storage, string userId, IGrainState<CountedUser> holder) =>
        storage.ClearStateAsync(UserGrainRows.StateName, GrainOf(userId), holder);

    /// <summary>Every column but <c>modifiedon</c>.</summary>
    internal static Task<string[]> StateRowsAsync(this PostgresForTests database, string schema = "public") => database.RowsAsync(
        $"""
        SELECT grainidhash, grainidn0, grainidn1, graintypehash, graintypestring, grainidextensionstring, serviceid,
            convert_from(payloadbinary, 'UTF8'), version
        FROM "{schema}".orleansstorage ORDER BY grainidhash, grainidn0, grainidn1, grainidextensionstring COLLATE "C"
        """);

    internal static Task<string[]> EventRowsAsync(this PostgresForTests database, string schema = "public") =>
        database.RowsAsync($"SELECT user_id, count, total_value, time FROM \"{schema}\".events ORDER BY user_id COLLATE \"C\"");
}
