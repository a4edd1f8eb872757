using Confluent.Kafka;
using Microsoft.Extensions.Options;
using PathwayOrleans.Producer.Kafka;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Producer.Command;

/// <summary>Runs a command's work and turns its end into an exit code.</summary>
public static class CommandAction
{
    /// <summary>
    /// Runs the work. Ctrl-C gives <see cref="ExitCodes.Interrupted"/>. A failure gives
    /// <see cref="ExitCodes.Failure"/> and goes to standard error: as one line where it is of a kind that users
    /// meet, with its stack where it is not.
    /// </summary>
    public static async Task<int> RunAsync(Func<Task<int>> work, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(work);
        try
        {
            return await work();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // What breaks while everything is being taken down is no news.
            return ExitCodes.Interrupted;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync($"error: {Describe(e)}");
            return ExitCodes.Failure;
        }
    }

    private static string Describe(Exception e) => e switch
    {
        OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
        CommandFailedException or ProduceFailedException or SourceUnavailableException or KafkaException => e.Message,
        ArgumentException or InvalidOperationException or IOException or UnauthorizedAccessException => e.Message,
        System.Data.Common.DbException { InnerException: { } inner } => $"{e.Message} ({inner.Message})",
        System.Data.Common.DbException => e.Message,
        _ => e.ToString(),
    };
}
