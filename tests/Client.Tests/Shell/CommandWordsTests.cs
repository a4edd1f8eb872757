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
    public void A_line_is_split_as_in_a_shell(string line, string[] words) => Assert.Equal(words, CommandWords.Of(line).Values);

    [Theory]
    [InlineData("user 'a", '\'', 5)]
    [InlineData("user x \"a 'b' ", '"', 7)]
    [InlineData("user x", null, 5)]
    [InlineData("user x ", null, 7)]
    public void An_open_quote_and_the_start_of_the_last_word_are_recognised(string line, char? quote, int lastStart)
    {
        CommandWords words = CommandWords.Of(line);

        Assert.Equal(quote, words.OpenQuote);
        Assert.Equal(lastStart, words.LastStart);
    }

    [Fact]
    public void Quoted_text_is_one_word() => Always.Holds(
        UserIds.Nasty, id => Assert.Equal([id], CommandWords.Of(CommandWords.Quote(id)).Values));

    [Fact]
    public void Plain_text_is_not_quoted() => Assert.Equal("u17", CommandWords.Quote("u17"));
}
