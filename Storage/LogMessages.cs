using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Storage;

internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Warning, "Database: {Operation} failed (attempt {Attempt}): {Error}. Trying again in {Delay}.")]
    internal static partial void DatabaseAttemptFailed(
        this ILogger logger, string operation, int attempt, string error, TimeSpan delay);

    [LoggerMessage(2, LogLevel.Information, "Schema {Schema}: applied migration {Name}.")]
    internal static partial void MigrationApplied(this ILogger logger, string schema, string name);

    [LoggerMessage(3, LogLevel.Information, "The outcome of commit {Number} was unknown and is settled: it {Verdict}.")]
    internal static partial void CommitSettled(this ILogger logger, long number, string verdict);

    [LoggerMessage(4, LogLevel.Warning,
        "Commit {Number} was rejected: {Count} of {Total} users were written by another process since they were read, or have " +
        "events of an input that another process has finished (first: {FirstUser}).")]
    internal static partial void CommitRejected(this ILogger logger, long number, int count, int total, string firstUser);

    [LoggerMessage(5, LogLevel.Warning,
        "Commit {Number} of {Users} users and {Letters} dead letters, about {Bytes} bytes, is too large for the server: " +
        "{Error}. From now on commits are at most half as large.")]
    internal static partial void CommitTooLarge(
        this ILogger logger, long number, int users, int letters, long bytes, string error);

    [LoggerMessage(6, LogLevel.Information, "The view {View} is new. It counts from {Since}.")]
    internal static partial void ViewCreated(this ILogger logger, string view, string since);

    [LoggerMessage(7, LogLevel.Warning,
        "The view {View} is no part of the pipeline any more. Its table keeps its rows and is written no more.")]
    internal static partial void ViewDropped(this ILogger logger, string view);

    [LoggerMessage(8, LogLevel.Debug, "The first commit could not be prepared: {Error}")]
    internal static partial void CommitNotPrepared(this ILogger logger, string error);
}
