using Microsoft.Extensions.Logging;
using PathwayOrleans.Configuration;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Engine.Startup;

/// <summary>Finds the identity of the configured source, and watches it for changes.</summary>
internal sealed class SourceIdentityResolver(
    ISource source, StateReader states, SourceRegister register, DatabaseRetry retry, TimeProvider time,
    ILogger<SourceIdentityResolver> logger)
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    /// <summary>What it waits for; null if the source has answered. Thread-safe.</summary>
    public string? WaitsFor { get; private set; }

    /// <summary>Gets the source's name. Waits until the source exists and answers.</summary>
    /// <exception cref="ConfigurationRejectedException">The log of the source was counted under another name.</exception>
    /// <exception cref="InvalidOperationException">The source was created again, or has no identity.</exception>
    public async Task<string> ResolveAsync(CancellationToken cancellationToken)
    {
        ISourceIdentity identity = (await AskAsync(source.IdentifyAsync, cancellationToken))!;
        if (identity.IncarnationPrefix is { } prefix)
        {
            IReadOnlyList<string> known = await retry.RunAsync(
                "looking for earlier incarnations of the source",
                token => states.FindSourcesAsync(prefix, token),
                cancellationToken);
            if (identity.FindRecreation(known) is { } problem)
            {
                throw new InvalidOperationException(problem);
            }
        }

        return identity.Log is { } log && await register.ClaimLogAsync(identity.Name, log, cancellationToken) is { } other
            ? throw new ConfigurationRejectedException(identity.DescribeOtherName(other))
            : identity.Name;
    }

    /// <summary>Completes with an error for the operator when the source no longer has the given identity.</summary>
    /// <param name="name">The result of <see cref="ResolveAsync"/>.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    public async Task<string> WatchAsync(string name, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(WatchInterval, time, cancellationToken);
            ISourceIdentity identity = (await AskAsync(source.IdentifyAsync, cancellationToken))!;

            // Reading stops if the log is created again while it is read, even if the new id was accepted beforehand: the
            // records in memory belong to the earlier log.
            if (identity.IncarnationPrefix is not null && identity.Name != name)
            {
                return identity.DescribeRecreation(name);
            }
        }
    }

    /// <summary>Counts the partitions of the source. Waits until the source exists and answers.</summary>
    public async Task<int> CountPartitionsAsync(CancellationToken cancellationToken) =>
        (await AskAsync(source.CountPartitionsAsync, cancellationToken))!.Value;

    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        WaitsFor = $"{source.Description} has not answered yet";
        while (true)
        {
            try
            {
                if (await ask(cancellationToken) is { } answer)
                {
                    WaitsFor = null;
                    return answer;
                }

                WaitsFor = $"{source.Description} does not exist. {source.CreationAdvice}";
                logger.WaitingForSource(source.Description, source.CreationAdvice);
            }
            catch (SourceUnavailableException e)
            {
                WaitsFor = $"{source.Description} does not answer: {e.Message}";
                logger.SourceUnavailable(e.Message);
            }

            await Task.Delay(RetryInterval, time, cancellationToken);
        }
    }
}
