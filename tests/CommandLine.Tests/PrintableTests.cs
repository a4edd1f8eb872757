namespace PathwayOrleans.CommandLine.Tests;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("u17 é日😀", "u17 é日😀")]
    [InlineData("a\nb\r\t", @"a\nb\r\t")]
    [InlineData("\u001b[31m", @"\u001b[31m")]
    [InlineData("\u202eabc\u2028", @"\u202eabc\u2028")]
    [InlineData("\U000e0041", @"\U000e0041")]
    public void Control_characters_are_visible(string text, string shown) => Assert.Equal(shown, Printable.Sanitize(text));

    [Fact]
    public void Text_of_several_lines_keeps_its_lines() =>
        Assert.Equal($"a{Environment.NewLine}b{Environment.NewLine}\\u001bc", Printable.SanitizeLines("a\nb\r\n\u001bc"));

    [Fact]
    public void A_payload_is_shown_as_text_or_bytes_and_truncated()
    {
        Assert.Equal("{}", Printable.Sanitize("{}"u8, maxLength: 5));
        Assert.Equal("0xff00", Printable.Sanitize([0xff, 0], maxLength: 6));
        Assert.Equal("0xff…", Printable.Sanitize([0xff, 0, 1], maxLength: 5));
        Assert.Equal("abc…", Printable.Sanitize("abc😀d"u8, maxLength: 5));
    }
}
