using PathwayOrleans.Producer.Events;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Sources.Kafka;
using Xunit;

namespace PathwayOrleans.Testing.Workload;

/// <summary>
/// Events that are produced to the topic of a test, and the expected result. A test that needs events after a certain moment
/// holds the load until then; otherwise, on a fast machine or if the test is late, all events could be counted before.
/// </summary>
public sealed class Load : IDisposable
{
    // More than any test waits for, at a rate that an embedded broker sustains for minutes.
    private const long Endless = 50_000_000;
    private const double EndlessRate = 2_000;

    private readonly LoadGenerator _generator;
    private readonly long _messages;
    private readonly SemaphoreSlim _raised = new(0);
    private readonly CancellationTokenSource _enough = new();
    private readonly CancellationTokenSource _disposed = new();
    private readonly Task _running;
    private long _limit;

    private Load(KafkaForTests kafka, LoadOptions options, double rate, long limit)
    {
        _messages = options.Events + options.Malformed;
        _limit = limit;

        // At each fetch the embedded broker searches its batches from the first one, so batches must not be small.
        var target = new KafkaOptions
        {
            BootstrapServers = kafka.BootstrapServers,
            Topic = kafka.Topic,
            Client = { ["linger.ms"] = "100" },
        };
        _generator = new LoadGenerator(target, options, rate, TimeProvider.System, onTrouble: _ => { });
        _running = Task.Factory.StartNew(
            Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public LoadExpectation Expectation => _generator.Expectation;

    public bool IsProducing => !_running.IsCompleted;

    /// <summary>Starts to produce.</summary>
    /// <param name="kafka">The broker and the topic.</param>
    /// <param name="options">The events.</param>
    /// <param name="rate">Messages per second; 0 for no limit.</param>
    /// <param name="upTo">The number of messages after which it waits for <see cref="ContinueTo"/>.</param>
    public static Load Start(KafkaForTests kafka, LoadOptions options, double rate = 0, long upTo = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(kafka);
        ArgumentNullException.ThrowIfNull(options);
        return new(kafka, options, rate, upTo);
    }

    /// <summary>Starts to produce events of some users until <see cref="StopAsync"/>.</summary>
    public static Load StartEndless(KafkaForTests kafka, int users) =>
        Start(kafka, new LoadOptions { Events = Endless, Users = users, Malformed = Endless / 1_000 }, EndlessRate);

    /// <summary>Produces all events before it returns.</summary>
    public static async Task<Load> ProduceAsync(KafkaForTests kafka, LoadOptions options)
    {
        Load load = Start(kafka, options);
        await load.ProducedAsync();
        return load;
    }

    /// <summary>Lets it produce up to a number of messages in all.</summary>
    public void ContinueTo(long messages)
    {
        Interlocked.Exchange(ref _limit, messages);
        _raised.Release();
    }

    /// <summary>Waits until this number of messages is acknowledged.</summary>
    public Task AcknowledgedAsync(long messages) => Eventually.SucceedsAsync(
        () => _generator.Acknowledged >= messages, $"{messages} acknowledged messages");

    /// <summary>Lets it produce everything, and waits until that is done.</summary>
    public Task ProducedAsync()
    {
        ContinueTo(long.MaxValue);
        return _running;
    }

    /// <summary>Stops producing. The expected result covers the events produced until then.</summary>
    public Task StopAsync()
    {
        _enough.Cancel();
        return _running;
    }

    /// <summary>Waits until everything is produced and durable, then compares every user and every dead letter.</summary>
    public async Task AssertExactAsync(KafkaForTests kafka, PostgresForTests database, string schema = "public")
    {
        await ProducedAsync();
        await DurableAsync(kafka, database, schema);
        string[] expected = Expectation.Users
            .Select(user => FormattableString.Invariant($"{user.UserId}|{user.Count}|{user.TotalValue}|{user.LastTime}"))
            .Order(StringComparer.Ordinal)
            .ToArray();
        string[] actual = await database.RowsAsync($"SELECT user_id, count, total_value, time FROM \"{schema}\".events");
        Array.Sort(actual, StringComparer.Ordinal);
        Assert.Equal(expected, actual);

        string[] expectedLetters = Expectation.Malformed.Keys
            .Select(at => FormattableString.Invariant($"{at.Partition}|{at.Offset}"))
            .Order(StringComparer.Ordinal)
            .ToArray();
        string[] letters = await database.RowsAsync($"SELECT partition, position FROM \"{schema}\".dead_letters");
        Array.Sort(letters, StringComparer.Ordinal);
        Assert.Equal(expectedLetters, letters);
    }

    /// <summary>Waits until everything that was produced is durable.</summary>
    public async Task DurableAsync(KafkaForTests kafka, PostgresForTests database, string schema = "public")
    {
        long[] ends = _generator.Ends();
        await Eventually.SucceedsAsync(
            async () =>
            {
                Dictionary<int, long> durable = await Progress.ReadAsync(kafka, database, schema);
                return ends.Select((end, partition) => durable.GetValueOrDefault(partition) >= end).All(reached => reached);
            },
            TimeSpan.FromMinutes(10),
            "everything durable");
    }

    /// <summary>Stops producing, also if messages are not acknowledged.</summary>
    public void Dispose()
    {
        // A client that is used while it is destroyed ends the process with SIGSEGV.
        _disposed.Cancel();
        _enough.Cancel();
        _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing).GetAwaiter().GetResult();
        _generator.Dispose();
        _enough.Dispose();
        _disposed.Dispose();
        _raised.Dispose();
    }

    private void Run()
    {
        try
        {
            for (long produced = 0; produced < _messages;)
            {
                long limit = Math.Min(Interlocked.Read(ref _limit), _messages);
                if (limit <= produced)
                {
                    _raised.Wait(_enough.Token);
                    continue;
                }

                _generator.Run(limit - produced, _enough.Token);
                produced = limit;
            }
        }
        catch (OperationCanceledException)
        {
            // Events that were sent but not acknowledged yet.
            _generator.Run(0, _disposed.Token);
        }
    }
}
