using Microsoft.Extensions.Logging;
using PathwayOrleans.Storage.Configuration;
using Polly;
using Polly.Retry;

namespace PathwayOrleans.Storage.Connections;

/// <summary>
/// Retries database work without limit, so that an unavailable database never causes lost or skipped events. Errors that
/// are not transient (<see cref="DatabaseErrors.IsTransient"/>) are thrown.
/// </summary>
public sealed class DatabaseRetry
{
    private static readonly ResiliencePropertyKey<string> Operation = new("operation");

    private readonly ResiliencePipeline _pipeline;

    public DatabaseRetry(DatabaseOptions options, TimeProvider time, ILogger<DatabaseRetry> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = arguments => ValueTask.FromResult(
                    arguments.Outcome.Exception is { } e && DatabaseErrors.IsTransient(e)),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromMilliseconds(50),
                MaxDelay = options.MaxRetryDelay,
                OnRetry = arguments =>
                {
                    logger.DatabaseAttemptFailed(
                        arguments.Context.Properties.GetValue(Operation, "work"),
                        arguments.AttemptNumber + 1,
                        DatabaseErrors.Describe(arguments.Outcome.Exception!),
                        arguments.RetryDelay);
                    return ValueTask.CompletedTask;
                },
            })
            .Build();
    }

    /// <summary>Runs work until it succeeds or is cancelled.</summary>
    /// <param name="operation">The operation's name in the log.</param>
    /// <param name="work">The work; must be safe to run again after any failure.</param>
    /// <param name="cancellationToken">Cancels the attempts.</param>
    public async Task<T> RunAsync<T>(string operation, Func<CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        ResilienceContext context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Operation, operation);
        try
        {
            return await _pipeline.ExecuteAsync(async c => await work(c.CancellationToken), context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
