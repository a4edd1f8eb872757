using PathwayOrleans.Cli.Report.Output;
using PathwayOrleans.Storage.Reading.Reports;
using Spectre.Console;

namespace PathwayOrleans.Cli.Report;

/// <summary>
/// Draws a line per window: its start, its measure, and a bar of proportional length. Uses blocks and colours on a terminal and
/// plain characters elsewhere. A negative measure has a different bar, and an open window an ellipsis.
/// </summary>
internal sealed class BarChart(ReportOutput output, ChartMeasure measure)
{
    private const int PlainWidth = 60;
    private const int MinWidth = 10;

    // Fractions of a cell in eighths.
    private const string Eighths = " ▏▎▍▌▋▊▉█";

    internal async Task WriteAsync(IReadOnlyList<WindowTotals> windows)
    {
        string[] labels = [.. windows.Select(window => EventTimeText.Of(window.WindowStart))];
        string[] numbers = [.. windows.Select(window => $"{measure.Show(window)}{(window.Closed ? "" : " …")}")];
        int labelWidth = labels.Max(label => label.Length);
        int numberWidth = numbers.Max(number => number.TrimEnd(' ', '…').Length);
        int width = output.Terminal is { } terminal
            ? Math.Max(MinWidth, terminal.Profile.Width - labelWidth - numberWidth - 7)
            : PlainWidth;
        double longest = windows.Max(window => Math.Abs(measure.Of(window)));
        for (int i = 0; i < windows.Count; i++)
        {
            double value = measure.Of(windows[i]);
            double length = longest > 0 ? Math.Abs(value) / longest * width : 0;
            string number = numbers[i].TrimEnd(' ', '…').PadLeft(numberWidth) + (windows[i].Closed ? "  " : " …");
            string head = $"{labels[i].PadRight(labelWidth)}  {number}  ";
            if (output.Terminal is { } console)
            {
                console.Write(new Text(head));
                Color color = value < 0 ? Color.Red : windows[i].Closed ? Color.Green : Color.Yellow;
                console.WriteLine(Blocks(length), new Style(color));
            }
            else
            {
                string bar = new(value < 0 ? '-' : '#', (int)Math.Round(length));
                await ReportOutput.Lines.WriteLineAsync((head + bar).TrimEnd());
            }
        }

        await ReportOutput.Lines.FlushAsync(CancellationToken.None);
    }

    private static string Blocks(double length)
    {
        int eighths = (int)Math.Round(length * 8);
        return new string(Eighths[8], eighths / 8) + (eighths % 8 == 0 ? "" : Eighths[eighths % 8]);
    }
}
