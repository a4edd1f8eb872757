using System.CommandLine;

namespace PathwayOrleans.CommandLine;

/// <summary>A command of earlier versions, which fails with what replaces it. It is not listed.</summary>
public static class RemovedCommand
{
    /// <param name="name">The name of the command.</param>
    /// <param name="replacement">What replaces it, as the end of a sentence.</param>
    public static Command Create(string name, string replacement)
    {
        var command = new Command(name, $"Removed; {replacement}.") { Hidden = true, TreatUnmatchedTokensAsErrors = false };
        command.SetAction(_ =>
        {
            Console.Error.WriteLine($"error: there is no command '{name}' any more; {replacement}.");
            return ExitCodes.Failure;
        });
        return command;
    }
}
