using Microsoft.Extensions.Logging;
using PathwayOrleans.Storage.Configuration;
using Polly;
using Polly.Retry;

namespace PathwayOrleans.Storage.Connections;

/// <summary>
/// Tries database work again for as long as it takes: infrastructure that is away never turns into lost or
/// skipped events. Errors of our own making (anything that is not Npgsql's, a socket's or a time-out) pass
/// through.
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
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome.Exception is { } e && DatabaseErrors.IsInfrastructure(e)),
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
    /// <param name="operation">What the log calls it.</param>
    /// <param name="work">Safe to run again after a failure of any kind.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
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
