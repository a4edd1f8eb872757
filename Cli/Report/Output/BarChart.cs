using System.Globalization;
using PathwayOrleans.Storage.Reading.Definitions;
using Spectre.Console;

namespace PathwayOrleans.Cli.Report.Output;

/// <summary>
/// Draws a line per window: its start, its measure, and a bar of proportional length. Uses blocks and colours on a terminal and
/// plain characters elsewhere. A negative measure has a different bar, and an open window an ellipsis. If windows have the same
/// start, the lines have the ends too.
/// </summary>
/// <param name="output">Where it is drawn.</param>
/// <param name="notes">Where it is said that there is nothing to draw.</param>
/// <param name="terminal">The terminal; null without one.</param>
/// <param name="columns">The start, and the end if there is one; the measure; whether the window is closed.</param>
internal sealed class BarChart(
    TextWriter output, TextWriter notes, IAnsiConsole? terminal, IReadOnlyList<ReportColumn> columns) : IRowWriter
{
    private const int PlainWidth = 60;
    private const int MinWidth = 10;

    // Fractions of a cell in eighths.
    private const string Eighths = " ▏▎▍▌▋▊▉█";

    private readonly List<Bar> _bars = [];

    public Task WriteAsync(object row)
    {
        // What is not known, or not finite, has no length.
        double value = Convert.ToDouble(Measure.Value(row) switch { string text => Number(text), var other => other },
            CultureInfo.InvariantCulture);
        _bars.Add(new Bar(
            [.. columns.SkipLast(2).Select(bound => bound.Display(row))],
            Measure.Display(row),
            double.IsFinite(value) ? value : 0,
            columns[^1].Value(row) is true));
        return Task.CompletedTask;
    }

    public async Task EndAsync(string? next, IReadOnlyDictionary<string, object?> facts)
    {
        if (_bars.Count == 0)
        {
            await notes.WriteLineAsync("No rows.");
            return;
        }

        bool hasSameStart = _bars.DistinctBy(bar => bar.Bounds[0]).Count() < _bars.Count;
        string[] labels = [.. _bars.Select(bar => hasSameStart ? string.Join("  ", bar.Bounds) : bar.Bounds[0])];
        int labelWidth = labels.Max(label => label.Length);
        int numberWidth = _bars.Max(bar => bar.Number.Length);
        int width = terminal is null ? PlainWidth : Math.Max(MinWidth, terminal.Profile.Width - labelWidth - numberWidth - 7);
        double longest = _bars.Max(bar => Math.Abs(bar.Value));
        foreach ((Bar bar, string label) in _bars.Zip(labels))
        {
            double length = longest > 0 ? Math.Abs(bar.Value) / longest * width : 0;
            string number = bar.Number.PadLeft(numberWidth) + (bar.IsClosed ? "  " : " …");
            string head = $"{label.PadRight(labelWidth)}  {number}  ";
            if (terminal is not null)
            {
                terminal.Write(new Text(head));
                Color color = bar.Value < 0 ? Color.Red : bar.IsClosed ? Color.Green : Color.Yellow;
                terminal.WriteLine(Blocks(length), new Style(color));
            }
            else
            {
                string line = new(bar.Value < 0 ? '-' : '#', (int)Math.Round(length));
                await output.WriteLineAsync((head + line).TrimEnd());
            }
        }

        await output.FlushAsync(CancellationToken.None);
    }

    private ReportColumn Measure => columns[^2];

    private static double Number(string text) =>
        double.TryParse(text, CultureInfo.InvariantCulture, out double number) ? number : 0;

    private static string Blocks(double length)
    {
        int eighths = (int)Math.Round(length * 8);
        return new string(Eighths[8], eighths / 8) + (eighths % 8 == 0 ? "" : Eighths[eighths % 8]);
    }

    private sealed record Bar(string[] Bounds, string Number, double Value, bool IsClosed);
}
