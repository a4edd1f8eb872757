using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;
using Confluent.Kafka;

namespace PathwayOrleans.LocalInfra;

/// <summary>
/// librdkafka's own mock cluster: a server on loopback that speaks the Kafka protocol to any client and any
/// process of this machine, with partitions, consumer groups, idempotent and transactional producers. It keeps
/// everything in memory and starts empty each time.
/// </summary>
/// <remarks>
/// A fetch that finds nothing is answered after the client's <c>fetch.wait.max.ms</c>, even if events arrive
/// meanwhile: clients that want low latency lower that setting. Members are thread-safe.
/// </remarks>
public sealed class EmbeddedKafka : IDisposable
{
    /// <summary>Bytes that a partition keeps; what is older is dropped as by retention, read or not.</summary>
    public const int PartitionCapacityBytes = 5 * 1024 * 1024;

    /// <summary>Record batches (not events) that a partition keeps; what is older is dropped likewise.</summary>
    public const int PartitionCapacityBatches = 100_000;

    private const int ErrorTextSize = 512;

    private static readonly ConcurrentDictionary<string, byte> UsedIds = new();

    private readonly Lock _gate = new();
    private nint _client;
    private nint _cluster;

    private EmbeddedKafka(nint client, nint cluster)
    {
        _client = client;
        _cluster = cluster;
        ClusterId = string.Create(CultureInfo.InvariantCulture, $"mockCluster{cluster >> 2:x}");
        BootstrapServers = Marshal.PtrToStringUTF8(MockBrokerNative.Bootstraps(cluster))
            ?? throw new InvalidOperationException("librdkafka named no bootstrap servers for its mock cluster.");
    }

    /// <summary>The brokers' addresses, as <c>bootstrap.servers</c> takes them.</summary>
    public string BootstrapServers { get; }

    /// <summary>The cluster id that clients see; no two clusters of this process share one.</summary>
    public string ClusterId { get; }

    /// <summary>Starts a cluster; it serves when this returns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="DllNotFoundException">No build of librdkafka loads on this machine.</exception>
    /// <exception cref="InvalidOperationException">librdkafka refused; the message has its reason.</exception>
    public static EmbeddedKafka Start(EmbeddedKafkaOptions? options = null)
    {
        options ??= new EmbeddedKafkaOptions();
        options.Validate();

        EmbeddedKafka kafka = StartWithUnusedId(options.Brokers);
        try
        {
            MockBrokerNative.SetInitialRebalanceDelay(kafka._cluster, (int)options.InitialRebalanceDelay.TotalMilliseconds);

            // Without a controller, admin clients wait in vain for one to ask.
            MockBrokerNative.SetController(kafka._cluster, MockBrokerNative.FirstBroker);
            if (options.Topic is { } topic)
            {
                kafka.CreateTopic(topic, options.Partitions);
            }

            return kafka;
        }
        catch
        {
            kafka.Dispose();
            throw;
        }
    }

    /// <summary>Creates an empty topic.</summary>
    /// <exception cref="KafkaException">The topic exists already, or a value is refused.</exception>
    public void CreateTopic(string name, int partitions) =>
        Call($"create topic '{name}' with {partitions} partition(s)", cluster => MockBrokerNative.CreateTopic(cluster, name, partitions, 1));

    /// <summary>Deletes a topic, its events and what groups committed for it.</summary>
    /// <exception cref="KafkaException">There is no such topic.</exception>
    public void DeleteTopic(string name) =>
        Call($"delete topic '{name}'", cluster => MockBrokerNative.DeleteTopic(cluster, name));

    /// <summary>Moves a partition's lowest offset up to <paramref name="offset"/>, as retention would.</summary>
    /// <exception cref="KafkaException">There is no such partition, or it ends below the offset.</exception>
    public void DeleteRecordsBefore(string topic, int partition, long offset) =>
        Call(
            $"delete records of {topic}[{partition}] before offset {offset}",
            cluster => MockBrokerNative.DeleteRecords(cluster, topic, partition, offset));

    /// <summary>An outage: every broker drops its connections and refuses new ones. Topics and groups stay.</summary>
    public void SetDown() => Call("take the brokers down", cluster => MockBrokerNative.SetDown(cluster, MockBrokerNative.AllBrokers));

    /// <summary>Ends an outage, on the same ports.</summary>
    public void SetUp() => Call("bring the brokers up", cluster => MockBrokerNative.SetUp(cluster, MockBrokerNative.AllBrokers));

    /// <summary>
    /// Answers the next requests of a type with these errors, one request each;
    /// <see cref="ErrorCode.Local_Transport"/> disconnects the client instead.
    /// </summary>
    /// <param name="apiKey">A request type, see <see cref="KafkaApiKey"/>.</param>
    /// <param name="errors">The errors, first come first served.</param>
    public void PushErrors(short apiKey, params ErrorCode[] errors)
    {
        int[] codes = Array.ConvertAll(errors, error => (int)error);
        Call(
            $"push errors for request type {apiKey}",
            cluster =>
            {
                MockBrokerNative.PushErrors(cluster, apiKey, (nuint)codes.Length, codes);
                return (int)ErrorCode.NoError;
            });
    }

    /// <summary>Takes back the errors that <see cref="PushErrors"/> queued and no request has met yet.</summary>
    public void ClearErrors(short apiKey) =>
        Call(
            $"clear errors of request type {apiKey}",
            cluster =>
            {
                MockBrokerNative.ClearErrors(cluster, apiKey);
                return (int)ErrorCode.NoError;
            });

    /// <summary>Delays every answer of every broker by this long; zero ends that. Resolution 1 ms.</summary>
    public void SetRoundTripTime(TimeSpan roundTripTime) =>
        Call(
            $"set the round trip time to {roundTripTime}",
            cluster => MockBrokerNative.SetRoundTripTime(cluster, MockBrokerNative.AllBrokers, (int)roundTripTime.TotalMilliseconds));

    /// <summary>Stops the brokers and forgets all topics.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_cluster == 0)
            {
                return;
            }

            MockBrokerNative.DestroyCluster(_cluster);
            MockBrokerNative.DestroyClient(_client);
            _cluster = 0;
            _client = 0;
        }
    }

    private static EmbeddedKafka StartWithUnusedId(int brokers)
    {
        // librdkafka derives the cluster id from the cluster's address, which malloc may hand out again once an
        // earlier cluster of this process is gone. Holding on to such a cluster makes the next one differ.
        List<EmbeddedKafka> namesakes = [];
        try
        {
            while (true)
            {
                EmbeddedKafka kafka = StartOnce(brokers);
                if (UsedIds.TryAdd(kafka.ClusterId, 0))
                {
                    return kafka;
                }

                namesakes.Add(kafka);
            }
        }
        finally
        {
            namesakes.ForEach(namesake => namesake.Dispose());
        }
    }

    private static EmbeddedKafka StartOnce(int brokers)
    {
        nint client = NewSilentClient();
        nint cluster = MockBrokerNative.NewCluster(client, brokers);
        if (cluster != 0)
        {
            return new EmbeddedKafka(client, cluster);
        }

        MockBrokerNative.DestroyClient(client);
        throw new InvalidOperationException(
            $"librdkafka could not start a mock cluster of {brokers} broker(s): are loopback ports and file handles left?");
    }

    private static unsafe nint NewSilentClient()
    {
        nint configuration = MockBrokerNative.NewConfiguration();

        // Without a callback librdkafka logs nowhere; with its default one it writes to standard error.
        MockBrokerNative.SetLogCallback(configuration, 0);

        byte* error = stackalloc byte[ErrorTextSize];
        nint client = MockBrokerNative.NewClient(MockBrokerNative.Producer, configuration, error, ErrorTextSize);
        if (client != 0)
        {
            return client;
        }

        MockBrokerNative.DestroyConfiguration(configuration);
        throw new InvalidOperationException(
            $"librdkafka could not create the client that its mock cluster needs: {Marshal.PtrToStringUTF8((nint)error)}");
    }

    private void Call(string what, Func<nint, int> function)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_cluster == 0, this);
            int code = function(_cluster);
            if (code != (int)ErrorCode.NoError)
            {
                throw new KafkaException(new Error((ErrorCode)code, $"The embedded Kafka could not {what}: {(ErrorCode)code}"));
            }
        }
    }
}
