using PathwayOrleans.Client.Configuration;
using PathwayOrleans.Client.Connection;
using PathwayOrleans.CommandLine;

namespace PathwayOrleans.Client.Commands;

/// <summary>Describes the errors of the client's commands.</summary>
internal static class ClientErrors
{
    /// <summary>The description of errors for <see cref="CommandAction"/>.</summary>
    /// <param name="verbose">Whether the stack trace is appended.</param>
    internal static Func<Exception, CommandError?> Describe(bool verbose) => exception => exception switch
    {
        ConfigurationException => new CommandError(exception.Message, ExitCodes.BadConfiguration),
        // The request is wrong, and the answer says why.
        CommandFailedException => CommandError.Failure(exception.Message),
        NoClusterException => CommandError.Failure(WithDetails(exception.Message, exception, verbose)),
        // An exception of a grain: the call was made and failed in the cluster.
        _ => CommandError.Failure(WithDetails(
            $"the cluster could not answer: {exception.Message.ReplaceLineEndings(" ")} (--verbose shows details)",
            exception,
            verbose)),
    };

    private static string WithDetails(string message, Exception exception, bool verbose) =>
        verbose ? $"{message}{Environment.NewLine}{exception}" : message;
}
