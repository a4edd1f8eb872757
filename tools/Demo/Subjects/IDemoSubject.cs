using PathwayOrleans.Demo.Workers;
using PathwayOrleans.Producer.Kafka;
using PathwayOrleans.Producer.Load;

namespace PathwayOrleans.Demo.Subjects;

/// <summary>What a demo counts and how the result is verified.</summary>
internal interface IDemoSubject : IAsyncDisposable
{
    /// <summary>The number of messages.</summary>
    long Messages { get; }

    /// <summary>The materialized views whose rows are shown while the demo runs; none for the built-in events.</summary>
    IReadOnlyList<string> Views { get; }

    /// <summary>Adds what the workers count to their setting.</summary>
    WorkerSetting Configure(WorkerSetting setting);

    /// <summary>Connects the producer of the messages. Called once, before the workers start.</summary>
    ITopicLoad Connect(IProducerGate? gate);

    /// <summary>Starts what runs beside the load. The topic is there, and empty if the broker is the embedded one.</summary>
    Task StartAsync(CancellationToken cancellationToken);

    /// <summary>The position up to which the subject itself needs no records of a partition any more.</summary>
    long NeededFrom(int partition);

    /// <summary>Verifies the result. Everything is durable.</summary>
    Task<DemoOutcome> ProveAsync(DemoFacts facts, CancellationToken cancellationToken);
}
