using System.Text.Json;
using PathwayOrleans.Display;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PathwayOrleans.Client.Output;

/// <summary>Where results go: standard output, as JSON, drawn, or in plain lines.</summary>
/// <param name="output">Standard output.</param>
/// <param name="notes">Standard error: what is no result.</param>
/// <param name="terminal">The terminal to draw on; null where standard output is none.</param>
/// <param name="json">Whether a result is one JSON object.</param>
internal sealed class ClientOutput(TextWriter output, TextWriter notes, IAnsiConsole? terminal, bool json)
{
    internal bool IsJson => json;

    /// <summary>Where to draw live; null where results are JSON or plain lines.</summary>
    internal IAnsiConsole? Terminal => json ? null : terminal;

    /// <summary>The process' own outputs.</summary>
    internal static ClientOutput ForProcess(bool json) => new(
        Console.Out,
        Console.Error,
        Console.IsOutputRedirected ? null : AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) }),
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
            terminal.Write((IRenderable)table.Draw());
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
