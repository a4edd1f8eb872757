using PathwayOrleans.Client.Configuration;
using PathwayOrleans.Client.Connection;

namespace PathwayOrleans.Client.Commands;

/// <summary>Runs a command's work and turns its end into an exit code, and a failure into a line on standard error.</summary>
internal static class CommandEnd
{
    internal static async Task<int> RunAsync(Func<Task<int>> work, bool verbose, CancellationToken cancellationToken)
    {
        try
        {
            return await work();
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // What breaks while everything is being taken down is no news.
            return ExitCodes.Interrupted;
        }
        catch (ConfigurationException e)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return ExitCodes.BadConfiguration;
        }
        catch (NoClusterException e)
        {
            await Console.Error.WriteLineAsync($"error: {e.Message}");
            await TellAllAsync(e, verbose);
            return ExitCodes.Failure;
        }
        catch (Exception e)
        {
            // What a grain throws: the question was heard, and there is nothing to be done here.
            await Console.Error.WriteLineAsync($"error: the cluster could not answer: {e.Message.ReplaceLineEndings(" ")} (--verbose tells more)");
            await TellAllAsync(e, verbose);
            return ExitCodes.Failure;
        }
    }

    private static async Task TellAllAsync(Exception e, bool verbose)
    {
        if (verbose)
        {
            await Console.Error.WriteLineAsync(e.ToString());
        }
    }
}
