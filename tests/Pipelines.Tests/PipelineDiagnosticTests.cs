using PathwayOrleans.Pipelines.Diagnostics;

namespace PathwayOrleans.Pipelines.Tests;

/// <summary>How an error is shown.</summary>
public sealed class PipelineDiagnosticTests
{
    [Fact]
    public void The_caret_is_under_the_place_after_tabs_and_carriage_returns() => Assert.Equal(
        "line 2, column 4: Wrong.\n    \ta b\n    \t  ^", At("x\r\n\ta b\r\nc", "b"));

    [Fact]
    public void A_long_line_is_cut_around_the_place()
    {
        string[] lines = At($"{new string('-', 500)}!{new string('-', 500)}", "!").Split('\n');
        Assert.Equal("line 1, column 501: Wrong.", lines[0]);
        Assert.Equal(124, lines[1].Length);
        Assert.Equal('!', lines[1][lines[2].IndexOf('^', StringComparison.Ordinal)]);
    }

    [Fact]
    public void A_place_at_the_end_of_the_text_is_shown() => Assert.Equal(
        "line 1, column 2: Wrong.\n    a\n     ^",
        PipelineDiagnostic.At(new SourceText("a"), new SourceSpan(1, 0), "Wrong.").ToString());

    [Theory]
    [InlineData("sun", "sum")]
    [InlineData("amuont", "amount")]
    [InlineData("Amount", "amount")]
    [InlineData("zzz", null)]
    [InlineData("k", null)]
    public void The_nearest_name_has_few_differences(string name, string? nearest) =>
        Assert.Equal(nearest, NearestName.Find(name, ["sum", "amount", "count"]));

    private static string At(string text, string place) => PipelineDiagnostic.At(
        new SourceText(text), new SourceSpan(text.IndexOf(place, StringComparison.Ordinal), place.Length), "Wrong.").ToString();
}
