using System.Text.Json;

namespace PathwayOrleans.Cli.Reset;

/// <summary>Prints what was done, as a sentence or as JSON.</summary>
internal sealed class ResetOutput(bool json)
{
    internal Task WriteAsync(string sentence, object facts) =>
        Console.Out.WriteLineAsync(json ? JsonSerializer.Serialize(facts) : sentence);
}
