using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Hosting;
using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Bounded;
using PathwayOrleans.Sources.Files;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Standalone.Engine;
using PathwayOrleans.Standalone.Hosting;
using PathwayOrleans.Storage.Commit;
using PathwayOrleans.Storage.Schema;
using PathwayOrleans.Storage.Windows;

namespace PathwayOrleans.Standalone.Batch;

/// <summary>The standalone engine over input that ends: same state, same commit, same fence, same progress. For one run.</summary>
/// <param name="configuration">What the section <c>Pathway</c> is read from; what is wrong there ends the run with <see cref="OptionsValidationException"/>.</param>
/// <param name="logging">Where the engine logs to.</param>
/// <param name="time">The clock.</param>
public sealed class BatchHost(IConfiguration configuration, Action<ILoggingBuilder> logging, TimeProvider time) : IAsyncDisposable
{
    private ServiceProvider? _services;

    /// <summary>How far it is.</summary>
    public BatchProgress Progress { get; } = new();

    /// <summary>Counts the records of files.</summary>
    /// <param name="index">The first pass over them.</param>
    /// <param name="cancellationToken">Stops it; what was read until then is durable when this returns.</param>
    /// <exception cref="InputFileException">A file cannot be read, or is not what it seems; nothing of any was counted where that shows in time.</exception>
    /// <exception cref="InvalidOperationException">The input does not fit what was counted before.</exception>
    public async Task<BatchResult> RunFilesAsync(
        Func<FileInputs, CancellationToken, Task<IReadOnlyList<IndexedFile>>> index, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(index);
        long started = time.GetTimestamp();
        var inputs = new FileInputs();
        Progress.Indexing(inputs);
        IReadOnlyList<IndexedFile> files = await BothAsync(token => index(inputs, token), PrepareAsync, cancellationToken);
        using var reader = new FileReader(files, Environment.ProcessorCount);
        BatchResult result = await RunAsync(reader, number => files[number].Name, started, cancellationToken);
        await Get<EndedInputs>().MarkAsync(
            [.. reader.Inputs.Where(input => input.IsFinished && FileInputs.IsContent(input.Identity)).Select(input => (input.Identity, input.Limit))],
            CancellationToken.None);
        return result;
    }

    /// <summary>Counts the records of a topic whose broker timestamps lie in a range; under the identity that the service's engines give it.</summary>
    /// <param name="from">The range's beginning, ms since the epoch; null for the log's.</param>
    /// <param name="to">Its end, not part of it; null for the log's end as of now.</param>
    /// <param name="cancellationToken">Stops it; what was read until then is durable when this returns.</param>
    /// <exception cref="SourceUnavailableException">The brokers did not answer.</exception>
    /// <exception cref="InvalidOperationException">There is no such topic, or the run would skip records.</exception>
    public async Task<BatchResult> RunRangeAsync(long? from, long? to, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        await PrepareAsync(cancellationToken);
        KafkaOptions kafka = Get<IOptions<KafkaOptions>>().Value;
        int partitions = await TopicLookup.CountPartitionsAsync(kafka, cancellationToken);
        string source = await Get<SourceIdentityResolver>().ResolveAsync(cancellationToken);
        IReadOnlyList<KafkaRange> ranges = await Task.Run(() => KafkaRangeFinder.Find(kafka, partitions, from, to), cancellationToken);
        using var reader = new KafkaRangeReader(kafka, source, ranges, Get<ILoggerFactory>());
        return await RunAsync(reader, _ => kafka.Topic, started, cancellationToken);
    }

    public ValueTask DisposeAsync() => _services?.DisposeAsync() ?? ValueTask.CompletedTask;

    /// <summary>Does two things at once; where one fails, the other is ended.</summary>
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

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging);
        services.AddBatch(configuration, time);
        _services = services.BuildServiceProvider();
        _services.ValidateOptions();
        await Get<SchemaStartup>().PrepareAsync(Get<DatabaseSessions>().Reader, cancellationToken);
        await Get<CommitWriter>().RegisterAsync(cancellationToken);
        WindowSettings windows = Get<WindowSettings>();
        await Get<WindowCatalog>().RegisterAsync(windows.Windows, windows.IdleTimeout, cancellationToken);
    }

    private async Task<BatchResult> RunAsync(IBoundedReader reader, Func<int, string> nameOf, long started, CancellationToken cancellationToken)
    {
        await Get<BatchPlan>().CheckAsync(reader, cancellationToken);
        var partitions = new PartitionTable(number => reader.Inputs[number].Identity);
        using StandaloneEngine engine = Get<EngineFactory>().CreateEngine(partitions, reader);
        Progress.Reading(reader.Inputs);
        await new BoundedRun(engine, reader, Get<PartitionBoard>(), time).RunAsync(cancellationToken);
        BatchInputResult[] inputs = reader.Inputs
            .Select((input, number) => BatchInputResult.Of(input, nameOf(number), partitions.TryGet(number, out TrackedPartition? tracked) ? tracked : null))
            .ToArray();
        return new BatchResult(inputs, reader.Finished.IsCompletedSuccessfully, time.GetElapsedTime(started));
    }

    private T Get<T>()
        where T : notnull => _services!.GetRequiredService<T>();
}
