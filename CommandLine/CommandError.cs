using System.Data.Common;
using Microsoft.Extensions.Options;
using PathwayOrleans.Configuration;

namespace PathwayOrleans.CommandLine;

/// <summary>How a failed command ends.</summary>
/// <param name="Text">The text for standard error.</param>
/// <param name="ExitCode">One of <see cref="ExitCodes"/>.</param>
public sealed record CommandError(string Text, int ExitCode)
{
    // SQLSTATE
    private const string WrongPassword = "28P01";
    private const string UnknownRole = "28000";
    private const string UnknownDatabase = "3D000";

    /// <summary>A failure with the given reason.</summary>
    public static CommandError Failure(string reason) => new($"error: {reason}", ExitCodes.Failure);

    /// <summary>A wrong configuration.</summary>
    public static CommandError BadConfiguration(string reason) => new($"error: {reason}", ExitCodes.BadConfiguration);

    /// <summary>
    /// Describes an exception: by its message where it is of a kind that has a remedy outside the program, otherwise with its
    /// stack trace.
    /// </summary>
    public static CommandError FromException(Exception exception) => exception switch
    {
        OptionsValidationException options => BadConfiguration(string.Join(Environment.NewLine, options.Failures)),
        InvalidDataException => BadConfiguration(DescribeFile(exception)),
        ConfigurationRejectedException => BadConfiguration(exception.Message),
        CommandFailedException => Failure(exception.Message),
        ArgumentException or InvalidOperationException or IOException or UnauthorizedAccessException =>
            Failure(exception.Message),
        DbException { SqlState: WrongPassword or UnknownRole or UnknownDatabase } =>
            BadConfiguration($"{exception.Message}. Check --database (Pathway:Database:ConnectionString)."),
        DbException { InnerException: { } inner } => Failure($"{exception.Message} ({inner.Message})"),
        DbException => Failure(exception.Message),
        _ => Failure(exception?.ToString() ?? throw new ArgumentNullException(nameof(exception))),
    };

    /// <summary>Describes an error in a file of the configuration, such as <c>appsettings.json</c>.</summary>
    /// <param name="exception">The exception of the configuration's file provider.</param>
    public static string DescribeFile(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        Exception cause = exception;
        while (cause.InnerException is { } inner)
        {
            cause = inner;
        }

        return $"{exception.Message} {(cause == exception ? "" : $"{cause.Message} ")}Correct the file, or remove it.";
    }
}
