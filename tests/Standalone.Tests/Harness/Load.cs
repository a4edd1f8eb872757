using PathwayOrleans.Producer.Events;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Testing;

namespace PathwayOrleans.Standalone.Tests.Harness;

/// <summary>Events on their way into a test's topic, and what must come of them.</summary>
internal sealed class Load : IDisposable
{
    private readonly LoadGenerator _generator;
    private readonly CancellationTokenSource _enough = new();
    private readonly Task _running;

    private Load(KafkaForTests kafka, LoadOptions options, double rate)
    {
        var target = new KafkaOptions { BootstrapServers = kafka.BootstrapServers, Topic = kafka.Topic };
        _generator = new LoadGenerator(target, options, rate, TimeProvider.System, onTrouble: _ => { });
        _running = Task.Factory.StartNew(
            Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    internal LoadExpectation Expectation => _generator.Expectation;

    internal bool IsProducing => !_running.IsCompleted;

    /// <summary>Starts to produce.</summary>
    internal static Load Start(KafkaForTests kafka, LoadOptions options, double rate = 0) => new(kafka, options, rate);

    /// <summary>Produces everything before it returns.</summary>
    internal static async Task<Load> ProduceAsync(KafkaForTests kafka, LoadOptions options)
    {
        Load load = Start(kafka, options);
        await load.ProducedAsync();
        return load;
    }

    internal Task ProducedAsync() => _running;

    /// <summary>Leaves out what has not been produced yet.</summary>
    internal Task StopAsync()
    {
        _enough.Cancel();
        return _running;
    }

    /// <summary>Waits until everything is durable, then compares every user and every dead letter.</summary>
    internal async Task AssertExactAsync(KafkaForTests kafka, PostgresForTests database, string schema = "public")
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
    internal async Task DurableAsync(KafkaForTests kafka, PostgresForTests database, string schema = "public")
    {
        long[] ends = _generator.Ends();
        await Eventually.SucceedsAsync(
            async () =>
            {
                Dictionary<int, long> durable = await Progress.ReadAsync(kafka, database, schema);
                return ends.Select((end, partition) => durable.GetValueOrDefault(partition) >= end).All(reached => reached);
            },
            TimeSpan.FromMinutes(3),
            "everything durable");
    }

    public void Dispose()
    {
        _generator.Dispose();
        _enough.Dispose();
    }

    private void Run()
    {
        try
        {
            _generator.Run(_enough.Token);
        }
        catch (OperationCanceledException)
        {
            // What is on its way still has to be acknowledged.
            _generator.Run(0, CancellationToken.None);
        }
    }
}
