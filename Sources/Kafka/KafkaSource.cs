using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using PathwayOrleans.Aggregation.Events;

namespace PathwayOrleans.Sources.Kafka;

/// <summary>The configured topic.</summary>
internal sealed class KafkaSource : ISource, IDisposable
{
    private readonly KafkaOptions _options;
    private readonly EventRules _rules;
    private readonly ILoggerFactory _loggers;
    private readonly RecordDelivery _delivery;

    // Asked once: the name does not change when the topic is created again.
    private ConfiguredIdentity? _configured;

    // Kept, because the identity is requested repeatedly, and each client has its own connections and threads.
    private readonly Lazy<KafkaTopicInspector> _inspector;

    public KafkaSource(
        IOptions<KafkaOptions> options, IOptions<EventOptions> events, RecordDelivery delivery, ILoggerFactory loggers)
    {
        _delivery = delivery;
        _rules = events.Value.ToRules();
        _options = options.Value;
        _loggers = loggers;
        _inspector = new(() => KafkaTopicInspector.Create(_options));
    }

    public string Name => _options.Topic;

    public string Description => $"Kafka topic '{_options.Topic}' at {_options.BootstrapServers}";

    public string CreationAdvice =>
        $"Create it with 10 partitions, or correct {KafkaOptions.Section}:{nameof(KafkaOptions.Topic)} (--topic) and " +
        $"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)} (--brokers).";

    public async Task<ISourceIdentity?> IdentifyAsync(CancellationToken cancellationToken) =>
        _options.SourceName is { Length: > 0 } configured
            ? _configured ??= await _inspector.Value.IdentifyAsync(configured, cancellationToken)
            : await _inspector.Value.IdentifyAsync(cancellationToken);

    public Task<int?> CountPartitionsAsync(CancellationToken cancellationToken) =>
        _inspector.Value.CountPartitionsAsync(cancellationToken);

    public IPartitionedReader CreateSharedReader() =>
        new KafkaGroupReader(_options, _rules, _loggers.CreateLogger<KafkaGroupReader>(), _delivery);

    public IAssignedReader CreateAssignedReader() =>
        new KafkaAssignedReader(_options, _rules, _loggers.CreateLogger<KafkaAssignedReader>(), _delivery);

    public async Task<IBoundedReader> OpenRangeAsync(string source, TimeRange range, CancellationToken cancellationToken)
    {
        int partitions = await CountPartitionsAsync(cancellationToken)
            ?? throw new InvalidOperationException($"{Description} does not exist. {CreationAdvice}");
        IReadOnlyList<KafkaRange> ranges = await Task.Run(
            () => KafkaRangeFinder.Find(_options, partitions, range), cancellationToken);
        return new KafkaRangeReader(_options, _rules, source, ranges, _loggers, _delivery);
    }

    public async Task<LogEnds> FindEndsAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            ISourceIdentity identity = await IdentifyAsync(limit.Token)
                ?? throw new SourceUnavailableException($"{Description} does not exist");
            return new LogEnds(identity.Name, await _inspector.Value.FindEndsAsync(timeout, limit.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new SourceUnavailableException(
                $"the brokers at {_options.BootstrapServers} did not answer within {timeout.TotalSeconds:0.###} s");
        }
    }

    public void Dispose()
    {
        if (_inspector.IsValueCreated)
        {
            _inspector.Value.Dispose();
        }
    }
}
