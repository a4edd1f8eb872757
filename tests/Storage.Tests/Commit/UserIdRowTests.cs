using System.Text;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Tests.GrainRows;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.Commit;

/// <summary>Every valid user id has a separate row.</summary>
public class UserIdRowTests
{
    [Fact]
    public async Task User_ids_that_Orleans_would_confuse_have_separate_rows()
    {
        await AssertRowEachAsync(
        [
            "1", "001", "01", "abc", "ABC", "Abc", "0", "00", "17+", "17+x", "=1", "==1", "=001", " ", "  ", "\t", "{}", "%7B%7D",
            "=%7B%7D",
            "0123456789abcdef0123456789abcdef", "0123456789ABCDEF0123456789ABCDEF", "01234567-89ab-cdef-0123-456789abcdef",
            "ffffffffffffffff", "FFFFFFFFFFFFFFFF", "-1", "null", "é", "e\u0301", "É",
        ]);
    }

    [Fact]
    public async Task Every_recorded_key_of_Orleans_has_a_separate_row() =>
        await AssertRowEachAsync(
            [.. OrleansKey.Recorded.Select(recorded => recorded.Key).Where(key => key.Length is > 0 and <= 512 && key != "\0")]);

    [Theory]
    [InlineData("😀")]
    [InlineData("日")]
    [InlineData("%")]
    [InlineData("{")]
    public async Task Ids_of_512_equal_characters_fit(string character) =>
        await AssertRowEachAsync(
            [string.Concat(Enumerable.Repeat(character, 512)), string.Concat(Enumerable.Repeat(character, 511))]);

    [Fact]
    public async Task Ids_of_512_characters_of_4_bytes_each_fit_even_where_they_do_not_compress()
    {
        // An index entry must fit into a third of a page; these are the largest possible entries.
        var random = new Random(17);
        string Id(string prefix) =>
            prefix + string.Concat(
                Enumerable.Range(0, 512 - prefix.Length).Select(_ => new Rune(random.Next(0x10000, 0x110000)).ToString()));

        await AssertRowEachAsync(
            [Id(""), Id("{"), Id("={"), Id("=%{}")], serviceId: "a23456789012345678901234567890123456789012345678");
    }

    private static async Task AssertRowEachAsync(string[] userIds, string serviceId = "pathway")
    {
        await using PostgresForTests database = await PostgresForTests.CreateAsync();
        await using StorageProcess process = await StorageProcess.StartAsync(database.Url, serviceId);

        // Users are written one by one, so that a user that shared another user's row would be rejected.
        for (int i = 0; i < userIds.Length; i++)
        {
            Assert.True(
                (await process.CommitAsync(Batches.Of(Payload(userIds[i], 0, i)))).Committed, $"'{userIds[i]}' shares a row");
        }

        Assert.True((await process.CommitAsync(Batches.Of([.. userIds.Select((id, i) => Payload(id, 1, i))]))).Committed);
        AssertRead(userIds, await process.LoadAsync(userIds));
        Assert.Equal(
            userIds.Order(StringComparer.Ordinal),
            (await database.RowsAsync($"SELECT user_id FROM \"{ServiceId.Schema(serviceId)}\".events"))
                .Order(StringComparer.Ordinal));
    }

    private static void AssertRead(string[] userIds, StoredUser[] stored)
    {
        for (int i = 0; i < userIds.Length; i++)
        {
            Assert.Equal(2, stored[i].Version);
            Assert.Equal(BitConverter.GetBytes(i), stored[i].Payload);
        }
    }

    private static UserWrite Payload(string userId, int version, int i) =>
        Batches.Write(userId, version, BitConverter.GetBytes(i), 1, 1, 1);
}
