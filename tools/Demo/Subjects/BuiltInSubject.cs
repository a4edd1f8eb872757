using PathwayOrleans.Aggregation;
using PathwayOrleans.Demo.Proof;
using PathwayOrleans.Demo.View;
using PathwayOrleans.Demo.Workers;
using PathwayOrleans.Producer.Kafka;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Producer.Load.Windows;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Demo.Subjects;

/// <summary>The built-in events, generated, and the windows of the demo.</summary>
internal sealed class BuiltInSubject(
    DemoOptions options, DemoServers servers, DatabaseSession session, IDemoView view, TimeProvider time) : IDemoSubject
{
    private LoadGenerator? _generator;

    public long Messages => options.Messages;

    public IReadOnlyList<string> Views => [];

    public WorkerSetting Configure(WorkerSetting setting) => setting with { HasWindows = options.Windows };

    public ITopicLoad Connect(IProducerGate? gate) => _generator = new LoadGenerator(
        servers.Kafka, options.Load with { UserPrefix = servers.UserPrefix }, options.Rate, time, view.Log, gate,
        keepsLog: options.Windows);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public long NeededFrom(int partition) => long.MaxValue;

    public async Task<DemoOutcome> ProveAsync(DemoFacts facts, CancellationToken cancellationToken)
    {
        (ProofResult proof, WindowProofResult? windows) = await CompareAsync(facts.Source, cancellationToken);
        DemoResult result = Summarize(proof, windows, facts);
        return new DemoOutcome(
            proof.Holds && windows?.Holds != false,
            [.. proof.Differences, .. windows?.Differences ?? []],
            result.ToJson(),
            ProofText.Write(result, proof, windows));
    }

    public ValueTask DisposeAsync()
    {
        _generator?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<(ProofResult Proof, WindowProofResult? Windows)> CompareAsync(
        string source, CancellationToken cancellationToken)
    {
        var reader = new ProofReader(session);
        LoadExpectation expectation = _generator!.Expectation;
        long[] starts = _generator.Starts();
        long[] ends = _generator.Ends();
        List<DeadLetterRow> letters = [.. await reader.ReadDeadLettersAsync(source, cancellationToken)];

        // The user's topic may contain malformed messages from before this run, and may receive more after it.
        letters.RemoveAll(letter =>
            !servers.HasEmbeddedKafka && (letter.Offset < starts[letter.Partition] || letter.Offset >= ends[letter.Partition]));
        IReadOnlyList<UserTotals> users = await reader.ReadUsersAsync(servers.UserPrefix, cancellationToken);
        if (!options.Windows)
        {
            return (ExactnessProof.Compare(expectation.Users, users, expectation.Malformed, letters), null);
        }

        view.Log("computing the expected windows");
        var expected = new WindowExpectation(DemoWindows.Definitions, DemoWindows.Watermarks);
        foreach (IEnumerable<PlacedEvent> events in expectation.Log(
            number => SourcePartition.Of(source, number), time.GetUtcNow().ToUnixTimeMilliseconds()))
        {
            expected.AddPartition(events);
        }

        ILookup<bool, DeadLetterRow> byTime = letters.ToLookup(WindowProof.IsDueToEventTime);
        return (
            ExactnessProof.Compare(expected.Users, users, expectation.Malformed, [.. byTime[false]]),
            WindowProof.Compare(expected, await reader.ReadWindowsAsync(servers.UserPrefix, cancellationToken), byTime[true]));
    }

    private static DemoResult Summarize(ProofResult proof, WindowProofResult? windows, DemoFacts facts) => new(
        facts.Engine,
        proof.Produced + (windows?.Future ?? 0),
        proof.Applied,
        proof.Lost,
        proof.Duplicated,
        proof.DeadLetters,
        proof.Users,
        facts.Workers,
        facts.Kills,
        facts.DatabaseConnections,
        facts.Seconds,
        facts.PerSecond(proof.Applied),
        windows?.Rows,
        windows?.Mismatches,
        windows?.Late,
        windows?.Future,
        facts.Faults);
}
