using PathwayOrleans.Cli.Report.Output;
using PathwayOrleans.Storage.Reading.Definitions;

namespace PathwayOrleans.Cli.Tests;

public sealed class CsvRowsTests
{
    [Theory]
    [InlineData("=HYPERLINK(1)", "'=HYPERLINK(1)")]
    [InlineData("+1+cmd", "'+1+cmd")]
    [InlineData("-x", "'-x")]
    [InlineData("@sum", "'@sum")]
    [InlineData("\tx", "'\tx")]
    [InlineData("-0.25", "-0.25")]
    [InlineData("1e5", "1e5")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    public async Task For_spreadsheets_no_text_is_a_formula(string text, string cell)
    {
        Assert.Equal($"text\r\n{cell}\r\n", await WriteAsync(text, forSpreadsheets: true));
        Assert.Equal($"text\r\n{text}\r\n", await WriteAsync(text, forSpreadsheets: false));
    }

    private static async Task<string> WriteAsync(string text, bool forSpreadsheets)
    {
        await using var output = new StringWriter();
        ReportColumn column = ReportColumn.Of<string>("text", ReportColumnKind.Text, row => row);
        await new CsvRows(output, [column], forSpreadsheets).WriteAsync(text);
        return output.ToString();
    }
}
