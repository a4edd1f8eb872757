namespace PathwayOrleans.Cli.Demo.Workers;

/// <summary>What worker processes run.</summary>
internal interface IWorkerKind
{
    /// <summary>How messages call several of them.</summary>
    string Plural { get; }

    /// <summary>How to start one, on ports of its own.</summary>
    /// <param name="name">The worker's name, which no other had.</param>
    /// <param name="predecessor">The killed worker whose place it takes; null for none.</param>
    WorkerPlan Plan(string name, WorkerPlan? predecessor);
}
