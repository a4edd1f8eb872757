using System.Text.Json;
using PathwayOrleans.CommandLine;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PathwayOrleans.Client.Commands;

/// <summary>Writes results to standard output as JSON, as drawn tables or as plain lines.</summary>
/// <param name="output">Standard output.</param>
/// <param name="notes">Standard error, for notes that are not results.</param>
/// <param name="terminal">The terminal to draw on; null if standard output is not a terminal.</param>
/// <param name="json">Whether results are JSON.</param>
internal sealed class ClientOutput(TextWriter output, TextWriter notes, IAnsiConsole? terminal, bool json)
{
    internal bool IsJson => json;

    /// <summary>The terminal for live output; null if results are JSON or plain lines.</summary>
    internal IAnsiConsole? Terminal => json ? null : terminal;

    /// <summary>The output of this process.</summary>
    internal static ClientOutput ForProcess(bool json) => new(
        Console.Out,
        Console.Error,
        Console.IsOutputRedirected
            ? null
            : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) }),
        json);

    internal void WriteJson(object result)
    {
        output.WriteLine(JsonSerializer.Serialize(result, result.GetType(), JsonSerializerOptions.Web));
        output.Flush();
    }

    internal void WriteLine(string line)
    {
        output.WriteLine(line);
        output.Flush();
    }

    internal void Write(TextTable table)
    {
        if (terminal is not null)
        {
            terminal.Write((IRenderable)table.Draw(terminal.Profile.Width));
            return;
        }

        foreach (string line in table.Lines())
        {
            output.WriteLine(line);
        }

        output.Flush();
    }

    internal void Note(string line) => notes.WriteLine(line);
}
