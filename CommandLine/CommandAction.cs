namespace PathwayOrleans.CommandLine;

/// <summary>Runs the work of a command and maps how it ends to an exit code.</summary>
public static class CommandAction
{
    /// <summary>
    /// Runs the work. Returns <see cref="ExitCodes.Interrupted"/> after Ctrl-C or SIGTERM. A failure is written to standard error
    /// and mapped to an exit code by <see cref="CommandError"/>. It may name a user, so characters that a terminal would
    /// interpret are escaped.
    /// </summary>
    /// <param name="work">The work; returns the exit code.</param>
    /// <param name="cancellationToken">Cancelled by Ctrl-C or SIGTERM.</param>
    /// <param name="describe">
    /// Describes exceptions of libraries that this one does not know; null for an exception that <see cref="CommandError"/>
    /// describes.
    /// </param>
    public static async Task<int> RunAsync(
        Func<Task<int>> work, CancellationToken cancellationToken, Func<Exception, CommandError?>? describe = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return await work();
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Errors that follow from stopping are not reported.
            return ExitCodes.Interrupted;
        }
        catch (Exception e)
        {
            CommandError error = describe?.Invoke(e) ?? CommandError.FromException(e);
            await Console.Error.WriteLineAsync(Printable.SanitizeLines(error.Text));
            return error.ExitCode;
        }
    }
}
