namespace PathwayOrleans.Demo.Workers;

/// <summary>A kind of worker processes: the program that they run.</summary>
internal interface IWorkerKind
{
    /// <summary>The plural noun for messages.</summary>
    string Plural { get; }

    /// <summary>The plan for a new worker, with its own ports.</summary>
    /// <param name="name">The worker's name, unique in the run.</param>
    /// <param name="predecessor">The plan of the killed worker that it replaces; null for none.</param>
    WorkerPlan Plan(string name, WorkerPlan? predecessor);
}
