using PathwayOrleans.Storage.GrainRows;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests.GrainRows;

public class UserGrainKeyTests
{
    [Theory]
    [InlineData("u17", "u17")]
    [InlineData("user 1", "user 1")]
    [InlineData("a@b", "a@b")]
    [InlineData("50%", "50%")]
    [InlineData("u+1", "u+1")]
    [InlineData("1", "1")]
    [InlineData("0", "0")]
    [InlineData("ABC", "ABC")]
    [InlineData("FFFFFFFFFFFFFFFF", "FFFFFFFFFFFFFFFF")]
    [InlineData("10000000000000000", "10000000000000000")]
    [InlineData("0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef")]
    [InlineData("01234567-89ab-cdef-0123-456789abcdef", "01234567-89ab-cdef-0123-456789abcdef")]
    public void User_id_that_Orleans_distinguishes_is_used_as_key(string userId, string key) => AssertKey(userId, key);

    [Theory]
    [InlineData("001", "=001")]
    [InlineData("00", "=00")]
    [InlineData("abc", "=abc")]
    [InlineData("aBC", "=aBC")]
    [InlineData("0000000000000000000001", "=0000000000000000000001")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF", "=0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("17+", "=17+")]
    [InlineData("17+ext", "=17+ext")]
    [InlineData("0123456789abcdef0123456789abcdef+", "=0123456789abcdef0123456789abcdef+")]
    [InlineData("=", "==")]
    [InlineData("=001", "==001")]
    [InlineData("=50%", "==50%25")]
    [InlineData(" ", "= ")]
    [InlineData("\t\u00a0", "=\t\u00a0")]
    [InlineData("{x}", "=%7Bx%7D")]
    [InlineData("%7B{", "=%257B%7B")]
    public void User_id_that_Orleans_would_confuse_is_escaped(string userId, string key) => AssertKey(userId, key);

    [Fact]
    public void Key_round_trips_to_the_user_id_and_is_stable() => Always.Holds(
        UserIds.Nasty,
        userId =>
        {
            string key = UserGrainKey.FromUserId(userId);
            Assert.Equal(userId, UserGrainKey.ToUserId(key));
            Assert.False(string.IsNullOrWhiteSpace(key));
            Assert.DoesNotContain('{', key);
            Assert.DoesNotContain('}', key);
        },
        cases: 5_000);

    [Fact]
    public void Different_ids_have_different_keys() => Always.Holds(
        UserIds.ConfusablePairs,
        pair => Assert.Equal(pair.One == pair.Other, UserGrainKey.FromUserId(pair.One) == UserGrainKey.FromUserId(pair.Other)),
        cases: 5_000);

    [Fact]
    public void Different_keys_are_different_numbers_for_Orleans() => Always.Holds(
        UserIds.ConfusablePairs,
        pair =>
        {
            if (pair.One != pair.Other
                && NumericGrainKey.TryParse(UserGrainKey.FromUserId(pair.One), out NumericGrainKey one)
                && NumericGrainKey.TryParse(UserGrainKey.FromUserId(pair.Other), out NumericGrainKey other))
            {
                Assert.NotEqual(one, other);
            }
        },
        cases: 5_000);

    [Fact]
    public void Empty_id_is_rejected()
    {
        Assert.Throws<ArgumentException>(() => UserGrainKey.FromUserId(""));
        Assert.Throws<ArgumentException>(() => UserGrainKey.ToUserId(""));
    }

    private static void AssertKey(string userId, string key)
    {
        Assert.Equal(key, UserGrainKey.FromUserId(userId));
        Assert.Equal(userId, UserGrainKey.ToUserId(key));
    }
}
