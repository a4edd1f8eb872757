using PathwayOrleans.Client.Shell;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Client.Tests.Shell;

public sealed class CommandWordsTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("  user \t u1 ", new[] { "user", "u1" })]
    [InlineData("user 'a \"b\\'", new[] { "user", "a \"b\\" })]
    [InlineData("user \"a \\\"b\\\\\"", new[] { "user", "a \"b\\" })]
    [InlineData("user a\\ b", new[] { "user", "a b" })]
    [InlineData("user a'b c'd", new[] { "user", "ab cd" })]
    [InlineData("user ''", new[] { "user", "" })]
    [InlineData("user a\\", new[] { "user", "a\\" })]
    public void A_line_is_divided_as_shells_do(string line, string[] words) => Assert.Equal(words, CommandWords.Of(line).Values);

    [Theory]
    [InlineData("user 'a", '\'', 5)]
    [InlineData("user x \"a 'b' ", '"', 7)]
    [InlineData("user x", null, 5)]
    [InlineData("user x ", null, 7)]
    public void An_open_end_is_known(string line, char? quote, int lastStart)
    {
        CommandWords words = CommandWords.Of(line);

        Assert.Equal(quote, words.OpenQuote);
        Assert.Equal(lastStart, words.LastStart);
    }

    [Fact]
    public void What_is_quoted_is_one_word() => Always.Holds(
        UserIds.Nasty, id => Assert.Equal([id], CommandWords.Of(CommandWords.Quote(id)).Values));

    [Fact]
    public void What_is_not_quoted_has_no_marks() => Assert.Equal("u17", CommandWords.Quote("u17"));
}
