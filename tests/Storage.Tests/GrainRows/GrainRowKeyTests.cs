using PathwayOrleans.Storage.GrainRows;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.GrainRows;

public class GrainRowKeyTests
{
    [Fact]
    public void Row_key_equals_the_one_recorded_from_Orleans()
    {
        OrleansKey[] keys = [.. OrleansKey.Recorded.Where(recorded => recorded.Key.Length > 0)];
        Assert.Equal(142, keys.Length);
        Assert.All(keys, recorded => Assert.Equal(
            new GrainRowKey(recorded.IdHash, recorded.N0, recorded.N1, recorded.Extension),
            GrainRowKey.FromGrainKey(recorded.Key)));
    }

    [Fact]
    public void Type_hash_equals_the_one_recorded_from_Orleans()
    {
        Assert.Equal(143, OrleansKey.Recorded.Count);
        Assert.All(OrleansKey.Recorded, recorded => Assert.Equal(recorded.TypeHash, GrainRowKey.HashType(recorded.Key)));
        Assert.Equal(-1581452166, UserGrainRows.TypeHash);
    }

    [Fact]
    public void Different_users_have_different_rows() => Always.Holds(
        UserIds.ConfusablePairs,
        pair => Assert.Equal(pair.One == pair.Other, Identity(pair.One) == Identity(pair.Other)),
        cases: 5_000);

    [Fact]
    public void Users_whose_ids_share_a_row_in_Orleans_have_separate_rows()
    {
        string[] ids = [.. OrleansKey.Recorded.Select(recorded => recorded.Key).Where(key => key.Length > 0)];
        Assert.True(ids.Select(id => WithoutHash(GrainRowKey.FromGrainKey(id))).Distinct().Count() < ids.Length);
        Assert.Equal(ids.Length, ids.Select(Identity).Distinct().Count());
    }

    [Fact]
    public void Row_key_can_be_converted_back_to_the_user() => Always.Holds(UserIds.Nasty, userId =>
    {
        // The key of a row without an extension is the canonical text of its number.
        GrainRowKey row = GrainRowKey.FromUserId(userId);
        string key = row.Extension ?? new NumericGrainKey(row.N0, row.N1, IsGuid: row.N0 != 0, Extension: null).Canonical;
        Assert.Equal(userId, row.N0 == 0 && row.Extension is null && userId.Length == 32 ? userId : UserGrainKey.ToUserId(key));
    });

    [Fact]
    public void Empty_key_is_rejected() => Assert.Throws<ArgumentException>(() => GrainRowKey.FromGrainKey(""));

    // The columns that Postgres compares; two rows may have the same hash.
    private static (long N0, long N1, string? Extension) Identity(string userId) => WithoutHash(GrainRowKey.FromUserId(userId));

    private static (long N0, long N1, string? Extension) WithoutHash(GrainRowKey key) => (key.N0, key.N1, key.Extension);
}
