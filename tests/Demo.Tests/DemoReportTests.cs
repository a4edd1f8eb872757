using System.Diagnostics;

namespace PathwayOrleans.Demo.Tests;

public sealed class DemoReportTests
{
    [Theory]
    [InlineData("SELECT * FROM \"customers\" LIMIT 5")]
    [InlineData("SELECT * FROM \"o'brien's $(view) `x` \\ !\" LIMIT 5")]
    public void A_shown_command_is_one_word_of_a_shell(string text)
    {
        using Process shell = Process.Start(new ProcessStartInfo("sh", ["-c", $"printf %s {DemoReport.ShellWord(text)}"])
        {
            RedirectStandardOutput = true,
        })!;
        Assert.Equal(text, shell.StandardOutput.ReadToEnd());
        shell.WaitForExit();
    }
}
