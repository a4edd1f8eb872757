using System.Data.Common;
using Microsoft.Extensions.Options;

namespace PathwayOrleans.CommandLine;

/// <summary>How a failed command ends.</summary>
/// <param name="Text">The text for standard error.</param>
/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
public sealed record CommandError(string Text, int ExitCode)
{
    /// <summary>A failure with the given reason.</summary>
    public static CommandError Failure(string reason) => new($"error: {reason}", ExitCodes.Failure);

    /// <summary>
    /// Describes an exception: by its message where it is of a kind that has a remedy outside the program, otherwise with its
    /// stack trace.
    /// </summary>
    public static CommandError FromException(Exception exception) => Failure(exception switch
    {
        OptionsValidationException options => string.Join(Environment.NewLine, options.Failures),
        CommandFailedException => exception.Message,
        ArgumentException or InvalidOperationException or IOException or UnauthorizedAccessException => exception.Message,
        DbException { InnerException: { } inner } => $"{exception.Message} ({inner.Message})",
        DbException => exception.Message,
        _ => exception?.ToString() ?? throw new ArgumentNullException(nameof(exception)),
    });
}
