using PathwayOrleans.Aggregation.Identity;
using PathwayOrleans.Storage.GrainRows;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.GrainRows;

public class GrainRowKeyTests
{
    [Fact]
    public void Every_key_has_the_row_that_Orleans_gave_it()
    {
        OrleansKey[] keys = [.. OrleansKey.Recorded.Where(recorded => recorded.Key.Length > 0)];
        Assert.Equal(142, keys.Length);
        Assert.All(keys, recorded => Assert.Equal(
            new GrainRowKey(recorded.IdHash, recorded.N0, recorded.N1, recorded.Extension),
            GrainRowKey.FromGrainKey(recorded.Key)));
    }

    [Fact]
    public void Every_type_has_the_hash_that_Orleans_gave_it()
    {
        Assert.Equal(143, OrleansKey.Recorded.Count);
        Assert.All(OrleansKey.Recorded, recorded => Assert.Equal(recorded.TypeHash, GrainRowKey.HashType(recorded.Key)));
        Assert.Equal(-1581452166, UserGrainRows.TypeHash);
    }

    [Fact]
    public void No_two_users_share_a_row() => Always.Holds(
        UserIds.ConfusablePairs,
        pair => Assert.Equal(pair.One == pair.Other, Identity(pair.One) == Identity(pair.Other)),
        cases: 5_000);

    [Fact]
    public void Users_whose_ids_share_a_row_in_Orleans_have_rows_of_their_own_here()
    {
        string[] ids = [.. OrleansKey.Recorded.Select(recorded => recorded.Key).Where(key => key.Length > 0)];
        Assert.True(ids.Select(id => WithoutHash(GrainRowKey.FromGrainKey(id))).Distinct().Count() < ids.Length);
        Assert.Equal(ids.Length, ids.Select(Identity).Distinct().Count());
    }

    [Fact]
    public void The_row_leads_back_to_the_user() => Always.Holds(UserIds.Nasty, userId =>
    {
        // The key of a row without an extension is the canonical spelling of its number.
        GrainRowKey row = GrainRowKey.FromUserId(userId);
        string key = row.Extension ?? new NumericGrainKey(row.N0, row.N1, IsGuid: row.N0 != 0, Extension: null).Canonical;
        Assert.Equal(userId, row.N0 == 0 && row.Extension is null && userId.Length == 32 ? userId : UserGrainKey.ToUserId(key));
    });

    [Fact]
    public void An_empty_key_has_no_row() => Assert.Throws<ArgumentException>(() => GrainRowKey.FromGrainKey(""));

    // What Postgres compares: two rows may well have one hash.
    private static (long N0, long N1, string? Extension) Identity(string userId) => WithoutHash(GrainRowKey.FromUserId(userId));

    private static (long N0, long N1, string? Extension) WithoutHash(GrainRowKey key) => (key.N0, key.N1, key.Extension);
}
