namespace PathwayOrleans.CommandLine;

/// <summary>Asks before something is deleted.</summary>
public static class Confirmation
{
    /// <summary>Returns if the operator confirms on the terminal.</summary>
    /// <param name="consequence">What will happen, as a sentence.</param>
    /// <exception cref="CommandFailedException">The operator refused, or there is no terminal to ask on.</exception>
    public static async Task RequireAsync(string consequence)
    {
        if (Console.IsInputRedirected)
        {
            throw new CommandFailedException($"{consequence} Confirm with --yes.");
        }

        await Console.Error.WriteAsync($"{consequence} Continue? [y/N] ");
        if (Console.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
        {
            throw new CommandFailedException("Nothing was changed.");
        }
    }
}
