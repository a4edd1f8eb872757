using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Confluent.Kafka;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.LocalInfra;

/// <summary>
/// The mock cluster of librdkafka: a server on loopback that implements the Kafka protocol for any client of this machine, with
/// partitions, consumer groups and transactional producers; see <see cref="SetDown"/> for idempotent ones. It keeps everything
/// in memory and starts empty.
/// </summary>
/// <remarks>
/// An empty fetch is answered after the client's <c>fetch.wait.max.ms</c>, even if events arrive earlier. Reduce that setting for
/// low latency. Members are thread-safe.
/// </remarks>
public sealed class EmbeddedKafka : IDisposable
{
    /// <summary>The bytes that a partition keeps. Older records are dropped as by retention, read or not.</summary>
    public const int PartitionCapacityBytes = 5 * 1024 * 1024;

    /// <summary>The number of record batches (not events) that a partition keeps. Older records are dropped.</summary>
    public const int PartitionCapacityBatches = 100_000;

    private const int ErrorTextSize = 512;

    // For the pipes of the client, of its threads and of the cluster.
    private const int SpareHandles = 16;

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
            ?? throw new InvalidOperationException("librdkafka returned no bootstrap servers for its mock cluster.");
    }

    /// <summary>The brokers' addresses in the format of <c>bootstrap.servers</c>.</summary>
    public string BootstrapServers { get; }

    /// <summary>The cluster id that clients receive; unique in this process.</summary>
    public string ClusterId { get; }

    /// <summary>Starts a cluster. It accepts connections when this returns.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="DllNotFoundException">librdkafka is missing or does not load; the message has the remedy.</exception>
    /// <exception cref="InvalidOperationException">No ports or file handles are available, or librdkafka failed.</exception>
    public static EmbeddedKafka Start(EmbeddedKafkaOptions? options = null)
    {
        options ??= new EmbeddedKafkaOptions();
        options.Validate();
        KafkaLibrary.Load();

        EmbeddedKafka kafka = StartWithUnusedId(options.Brokers);
        try
        {
            MockBrokerNative.SetInitialRebalanceDelay(kafka._cluster, (int)options.InitialRebalanceDelay.TotalMilliseconds);

            // Without a controller, requests of admin clients time out.
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
        Call($"create topic '{name}' with {partitions} partition(s)", cluster => MockBrokerNative.CreateTopic(
            cluster, name, partitions, 1));

    /// <summary>Deletes a topic, its events and the committed offsets of groups.</summary>
    /// <exception cref="KafkaException">There is no such topic.</exception>
    public void DeleteTopic(string name) =>
        Call($"delete topic '{name}'", cluster => MockBrokerNative.DeleteTopic(cluster, name));

    /// <summary>Deletes the records of a partition below <paramref name="offset"/>, as retention does.</summary>
    /// <exception cref="KafkaException">There is no such partition, or it ends below the offset.</exception>
    public void DeleteRecordsBefore(string topic, int partition, long offset) =>
        Call(
            $"delete records of {topic}[{partition}] before offset {offset}",
            cluster => MockBrokerNative.DeleteRecords(cluster, topic, partition, offset));

    /// <summary>Starts an outage: every broker drops its connections and refuses new ones. Topics and groups remain.</summary>
    /// <remarks>
    /// A batch whose acknowledgement is lost is appended again when an idempotent producer repeats it: the mock cluster
    /// recognizes repeated batches of transactional producers only.
    /// </remarks>
    public void SetDown() =>
        Call("take the brokers down", cluster => MockBrokerNative.SetDown(cluster, MockBrokerNative.AllBrokers));

    /// <summary>Ends an outage, on the same ports.</summary>
    public void SetUp() => Call("bring the brokers up", cluster => MockBrokerNative.SetUp(cluster, MockBrokerNative.AllBrokers));

    /// <summary>
    /// Answers the next requests of a type with these errors, one request each;
    /// <see cref="ErrorCode.Local_Transport"/> disconnects the client instead.
    /// </summary>
    /// <param name="apiKey">A request type's number in Kafka's protocol.</param>
    /// <param name="errors">The errors in the order of the requests.</param>
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

    /// <summary>Removes the errors that <see cref="PushErrors"/> queued and that were not yet used.</summary>
    public void ClearErrors(short apiKey) =>
        Call(
            $"clear errors of request type {apiKey}",
            cluster =>
            {
                MockBrokerNative.ClearErrors(cluster, apiKey);
                return (int)ErrorCode.NoError;
            });

    /// <summary>Delays every response of every broker by this time; zero ends the delay. Resolution 1 ms.</summary>
    public void SetRoundTripTime(TimeSpan roundTripTime) =>
        Call(
            $"set the round trip time to {roundTripTime}",
            cluster => MockBrokerNative.SetRoundTripTime(
                cluster, MockBrokerNative.AllBrokers, (int)roundTripTime.TotalMilliseconds));

    /// <summary>Stops the brokers and discards all topics.</summary>
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
        // librdkafka derives the cluster id from the cluster's address, which malloc may reuse after an earlier cluster of this
        // process was destroyed. Keeping a cluster with a used id makes the next one differ.
        List<EmbeddedKafka> duplicates = [];
        try
        {
            while (true)
            {
                EmbeddedKafka kafka = StartOnce(brokers);
                if (UsedIds.TryAdd(kafka.ClusterId, 0))
                {
                    return kafka;
                }

                duplicates.Add(kafka);
            }
        }
        finally
        {
            duplicates.ForEach(duplicate => duplicate.Dispose());
        }
    }

    private static EmbeddedKafka StartOnce(int brokers)
    {
        EnsureSocketsAreLeft(brokers + SpareHandles);
        nint client = NewSilentClient();
        nint cluster = NewCluster(client, brokers);
        if (cluster != 0)
        {
            return new EmbeddedKafka(client, cluster);
        }

        MockBrokerNative.DestroyClient(client);
        throw new InvalidOperationException(
            $"librdkafka could not start a mock cluster of {brokers} broker(s). Check that loopback ports and file handles are " +
            "available.");
    }

    // If rd_kafka_mock_cluster_new cannot open a socket or start its thread, it calls rd_kafka_mock_cluster_destroy, which
    // asserts that the cluster has been counted. It is counted only at the end, so the assertion fails and the process ends with
    // SIGABRT. Sockets are opened here first, so that the caller gets an exception instead.
    private static void EnsureSocketsAreLeft(int count)
    {
        List<Socket> sockets = [];
        try
        {
            while (sockets.Count < count)
            {
                Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                sockets.Add(socket);
                socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                socket.Listen();
            }
        }
        catch (SocketException refused)
        {
            throw new InvalidOperationException(
                $"The embedded Kafka needs {count} sockets, and {sockets.Count} are available: {refused.Message} Increase the " +
                "limit of "
                + "open files (ulimit -n), or run fewer processes at a time.",
                refused);
        }
        finally
        {
            sockets.ForEach(socket => socket.Dispose());
        }
    }

    // The cluster's thread inherits the signal mask of the creating thread, and ends when a signal interrupts its poll(): then
    // the brokers stop without an error, and the cluster's memory is freed although this class still uses it. .NET handles
    // signals (SIGCHLD for each child that ends), and under load the system delivers them to any thread that accepts them.
    private static nint NewCluster(nint client, int brokers)
    {
        using BlockedSignals blocked = new();
        return MockBrokerNative.NewCluster(client, brokers);
    }

    private static unsafe nint NewSilentClient()
    {
        nint configuration = MockBrokerNative.NewConfiguration();

        // Without a callback librdkafka does not log; its default callback writes to standard error.
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

    private void Call(string action, Func<nint, int> function)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_cluster == 0, this);
            int code = function(_cluster);
            if (code != (int)ErrorCode.NoError)
            {
                throw new KafkaException(new Error((ErrorCode)code, $"The embedded Kafka could not {action}: {(ErrorCode)code}"));
            }
        }
    }
}
