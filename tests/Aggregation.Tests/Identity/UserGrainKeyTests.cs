using PathwayOrleans.Aggregation.Identity;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Aggregation.Tests.Identity;

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
    public void An_id_that_Orleans_keeps_apart_is_its_own_key(string userId, string key) => AssertKey(userId, key);

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
    public void An_id_that_Orleans_would_mix_up_is_escaped(string userId, string key) => AssertKey(userId, key);

    [Fact]
    public void Every_id_has_a_key_that_leads_back_to_it_and_needs_no_second_look() => Always.Holds(
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
    public void No_two_ids_have_one_key() => Always.Holds(
        UserIds.ConfusablePairs,
        pair => Assert.Equal(pair.One == pair.Other, UserGrainKey.FromUserId(pair.One) == UserGrainKey.FromUserId(pair.Other)),
        cases: 5_000);

    [Fact]
    public void No_two_keys_are_one_number_to_Orleans() => Always.Holds(
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
    public void The_empty_id_has_no_key()
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
