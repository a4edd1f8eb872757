using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Files;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Standalone.Batch;

/// <summary>
/// Runs the standalone engine over bounded input, with the same state, commits, fence and progress. An instance serves one
/// run.
/// </summary>
/// <param name="configuration">
/// The configuration with the section <c>Pathway</c>. Invalid values end the run with
/// <see cref="OptionsValidationException"/>.
/// </param>
/// <param name="logging">Configures the engine's log.</param>
/// <param name="time">The clock.</param>
public sealed class BatchHost(IConfiguration configuration, Action<ILoggingBuilder> logging, TimeProvider time) : IAsyncDisposable
{
    private readonly IConfiguration _configuration = PipelineDefaults.AddTo(configuration);
    private ServiceProvider? _services;

    /// <summary>The progress of the run.</summary>
    public BatchProgress Progress { get; } = new();

    /// <summary>Counts the records of files.</summary>
    /// <param name="index">Indexes the files, before any record is counted.</param>
    /// <param name="cancellationToken">Stops the run. What was read until then is durable when the method returns.</param>
    /// <exception cref="InputFileException">
    /// A file cannot be read, or its format is not the one detected. If indexing detects it, no record of any file was counted.
    /// </exception>
    /// <exception cref="InvalidOperationException">The input does not match what was counted before.</exception>
    public async Task<BatchResult> RunFilesAsync(
        Func<FileInputs, CancellationToken, Task<IReadOnlyList<IndexedFile>>> index, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(index);
        long started = time.GetTimestamp();
        Build(services => services.AddPathwayEventRules(_configuration));
        var inputs = new FileInputs(delivery: Get<RecordDelivery>());
        Progress.Indexing(inputs);
        IReadOnlyList<IndexedFile> files = await BothAsync(
            token => index(inputs, token), Get<EngineStartup>().PrepareDatabaseAsync, cancellationToken);
        var finished = new FinishedFiles(Get<EndedInputs>());
        using var reader = new FileReader(
            files, Get<IOptions<EventOptions>>().Value.ToRules(), Environment.ProcessorCount, Get<RecordDelivery>())
        {
            InputFinished = finished.Add,
        };
        Task recording = finished.RecordAsync();
        BatchResult result;
        try
        {
            result = await RunAsync(reader, number => files[number].Name, started, cancellationToken);
        }
        finally
        {
            finished.Complete();
            await recording;
        }

        await EndAsync(
            result,
            [.. reader.Inputs
                .Where(input => input.IsFinished && FileInputs.IsContent(input.Identity))
                .Select(input => (input.Identity, input.Limit))]);
        return result;
    }

    /// <summary>
    /// Counts the records of the configured source whose timestamps are in a range. It uses the same source identity as the
    /// engines of the service.
    /// </summary>
    /// <param name="range">The range, by the source's timestamps.</param>
    /// <param name="cancellationToken">Stops the run. What was read until then is durable when the method returns.</param>
    /// <exception cref="SourceUnavailableException">The source did not answer.</exception>
    /// <exception cref="InvalidOperationException">The source does not exist, or the run would skip records.</exception>
    public async Task<BatchResult> RunRangeAsync(TimeRange range, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        Build(services => services.AddPathwaySource(_configuration));
        await Get<EngineStartup>().PrepareDatabaseAsync(cancellationToken);
        ISource source = Get<ISource>();

        // Resolving the identity would wait for a source that does not exist; a bounded run ends with an error instead.
        if (await source.CountPartitionsAsync(cancellationToken) is null)
        {
            throw new InvalidOperationException($"{source.Description} does not exist. {source.CreationAdvice}");
        }

        string name = await Get<SourceIdentityResolver>().ResolveAsync(cancellationToken);
        using IBoundedReader reader = await source.OpenRangeAsync(name, range, cancellationToken);
        BatchResult result = await RunAsync(reader, _ => source.Name, started, cancellationToken);
        await EndAsync(result, []);
        return result;
    }

    public ValueTask DisposeAsync() => _services?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Runs two tasks at the same time. If one fails, the other is cancelled.</summary>
    private static async Task<T> BothAsync<T>(
        Func<CancellationToken, Task<T>> one, Func<CancellationToken, Task> other, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<T> first = Task.Run(() => one(both.Token), both.Token);
        Task second = Task.Run(() => other(both.Token), both.Token);
        try
        {
            await foreach (Task ended in Task.WhenEach(first, second))
            {
                await ended;
            }
        }
        finally
        {
            await both.CancelAsync();
            await Task.WhenAll(first, second).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await first;
    }

    private void Build(Action<IServiceCollection> addSource)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging);
        services.AddBatch(_configuration, time);
        addSource(services);
        _services = services.BuildServiceProvider();
        _services.ValidateOptions();
    }

    private async Task<BatchResult> RunAsync(
        IBoundedReader reader, Func<int, string> nameOf, long started, CancellationToken cancellationToken)
    {
        await Get<BatchPlan>().CheckAsync(reader, cancellationToken);
        await Get<EngineStartup>().PrepareSourcesAsync(
            [.. reader.Inputs.Select(input => input.Identity.Source).Distinct()], cancellationToken);
        var partitions = new PartitionTable(number => reader.Inputs[number].Identity);
        using StandaloneEngine engine = Get<EngineFactory>().CreateEngine(partitions, reader);
        Progress.Reading(reader.Inputs);
        await new BoundedRun(engine, reader, Get<PartitionStatusSnapshot>(), time).RunAsync(cancellationToken);
        BatchInputResult[] inputs = reader.Inputs
            .Select((input, number) => BatchInputResult.Of(
                input, nameOf(number), partitions.TryGet(number, out TrackedPartition? tracked) ? tracked : null))
            .ToArray();
        return new BatchResult(inputs, reader.Finished.IsCompletedSuccessfully, time.GetElapsedTime(started));
    }

    // The commits of the run have closed no windows.
    private async Task EndAsync(BatchResult result, IReadOnlyCollection<(SourcePartition Partition, Position End)> ends)
    {
        if (result.IsFinished || ends.Count > 0)
        {
            await Get<EndedInputs>().MarkAsync(ends, Get<EventTimeSettings>().Clock.OutOfOrderness, CancellationToken.None);
        }
    }

    private T Get<T>()
        where T : notnull => _services!.GetRequiredService<T>();
}
