using Spectre.Console;

namespace PathwayOrleans.CommandLine.Tests;

public sealed class TextTableTests
{
    [Fact]
    public void Lines_are_aligned_and_have_no_trailing_blanks()
    {
        var table = new TextTable("user", ">count", "note");
        table.Add("u1", DisplayFormat.Number(1_234), "");
        table.Add("a-longer-id", DisplayFormat.Number((long?)null), "x");

        Assert.Equal(
            [
                "user         count  note",
                "u1           1,234",
                "a-longer-id      -  x",
            ],
            table.Lines());
    }

    [Theory]
    [InlineData(80, "silo applied memory")]
    [InlineData(33, "silo applied memory")]
    [InlineData(32, "silo applied")]
    [InlineData(20, "silo")]
    [InlineData(5, "silo")]
    public void On_a_narrow_terminal_the_least_important_columns_are_left_out(int width, string columns)
    {
        var table = new TextTable("silo", ">applied", "memory") { Optional = ["memory", "applied"] };
        table.Add("silo-1", "1,234,567", "123.4 MB");
        Spectre.Console.Table drawn = table.Draw(width);
        Assert.Equal(columns.Split(' ').Length, drawn.Columns.Count);
    }

    [Fact]
    public void Long_texts_are_cut_on_a_terminal_and_nowhere_else()
    {
        var table = new TextTable("text", ">number");
        string text = new string('a', 118) + "😀" + new string('z', 10_000);
        string number = new('9', 200);
        table.Add(text, number);

        var drawn = new StringWriter();
        IAnsiConsole terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(drawn) });
        terminal.Profile.Width = 1_000;
        terminal.Write(table.Draw());

        Assert.Contains(new string('a', 118) + "…", drawn.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain('z', drawn.ToString());
        Assert.Contains(number, drawn.ToString(), StringComparison.Ordinal);
        Assert.Equal($"{text}  {number}", table.Lines().Last());
    }

    [Theory]
    [InlineData(999, "999 B")]
    [InlineData(1_500, "1.5 kB")]
    [InlineData(2_000_000_000_000_000, "2000 TB")]
    public void Sizes_have_a_unit(long bytes, string shown) => Assert.Equal(shown, DisplayFormat.Bytes(bytes));

    [Fact]
    public void Times_are_in_utc()
    {
        Assert.Equal("2023-11-14T22:13:20.005Z", DisplayFormat.EventTime(1_700_000_000_005));
        Assert.Equal(
            "2023-11-14 22:13:20Z", DisplayFormat.Second(new DateTimeOffset(2023, 11, 15, 0, 13, 20, TimeSpan.FromHours(2))));
    }
}
