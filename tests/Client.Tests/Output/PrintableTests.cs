using PathwayOrleans.Display;

namespace PathwayOrleans.Client.Tests.Output;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("u17 é日😀", "u17 é日😀")]
    [InlineData("a\nb\r\t", @"a\nb\r\t")]
    [InlineData("\u001b[31m", @"\u001b[31m")]
    [InlineData("\u202eabc\u2028", @"\u202eabc\u2028")]
    [InlineData("\U000e0041", @"\U000e0041")]
    public void Nothing_is_hidden(string text, string shown) => Assert.Equal(shown, Printable.Of(text));

    [Fact]
    public void A_payload_is_text_or_bytes_and_never_too_long()
    {
        Assert.Equal("{}", Printable.Of("{}"u8, most: 5));
        Assert.Equal("0xff00", Printable.Of([0xff, 0], most: 6));
        Assert.Equal("0xff…", Printable.Of([0xff, 0, 1], most: 5));
        Assert.Equal("abc…", Printable.Of("abc😀d"u8, most: 5));
    }
}
