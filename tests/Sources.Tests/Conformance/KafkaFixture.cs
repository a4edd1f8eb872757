using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Sources.Tests.Conformance;

/// <summary>A topic of the embedded broker, or of the one at <c>PATHWAY_TEST_KAFKA</c>.</summary>
public abstract class KafkaFixture : SourceFixture
{
    private readonly List<ServiceProvider> _services = [];
    private KafkaForTests? _kafka;

    public override string GapRemedy => "Pathway:Kafka:SourceName";

    private KafkaForTests Kafka => _kafka ?? throw new InvalidOperationException("The topic has not been created.");

    public override string? Missing(Feature feature) => feature == Feature.TimeIndex && !KafkaForTests.IsReal
        ? "the embedded broker has no index of timestamps; set PATHWAY_TEST_KAFKA to a real broker."
        : null;

    public override Task AppendAsync(int partition, IEnumerable<byte[]> payloads, DateTimeOffset? timestamp = null) =>
        Kafka.ProduceAsync(partition, payloads, timestamp);

    public override async Task<string> IdentifyAsync()
    {
        ISource source = CreateSource();
        string? name = null;
        await Eventually.SucceedsAsync(
            async () => (name = (await source.IdentifyAsync(CancellationToken.None))?.Name) is not null,
            "the topic is known to the broker");
        return name!;
    }

    public override async Task RecreateAsync()
    {
        await Kafka.DeleteTopicAsync();
        await Kafka.CreateTopicAsync();
    }

    public override Task DeleteBelowAsync(int partition, Position first) =>
        Kafka.DeleteRecordsBeforeAsync(partition, first.ToOffset());

    public override ISource CreateSource() => CreateSource(Kafka.Topic);

    public override ISource CreateMissingSource() => CreateSource($"missing-{Guid.NewGuid():n}");

    public override async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (ServiceProvider services in _services)
        {
            await services.DisposeAsync();
        }

        if (_kafka is not null)
        {
            await _kafka.DisposeAsync();
        }
    }

    protected override async Task CreateLogAsync() => _kafka = await KafkaForTests.StartAsync(Partitions);

    private ISource CreateSource(string topic)
    {
        var configuration = new Dictionary<string, string?>
        {
            ["Pathway:Source"] = "kafka",
            ["Pathway:Kafka:BootstrapServers"] = Kafka.BootstrapServers,
            ["Pathway:Kafka:Topic"] = topic,
            ["Pathway:Kafka:GroupId"] = Kafka.GroupId,

            // The embedded broker answers an idle fetch only after this time.
            ["Pathway:Kafka:Client:fetch.wait.max.ms"] = 20.ToString(CultureInfo.InvariantCulture),

            // A rebalance begins with a heartbeat.
            ["Pathway:Kafka:Client:heartbeat.interval.ms"] = 200.ToString(CultureInfo.InvariantCulture),
            ["Pathway:Kafka:Client:session.timeout.ms"] = 6_000.ToString(CultureInfo.InvariantCulture),
        };
        ServiceProvider services = new ServiceCollection()
            .AddLogging()
            .AddPathwaySource(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build())
            .BuildServiceProvider();
        _services.Add(services);
        return services.GetRequiredService<ISource>();
    }
}
