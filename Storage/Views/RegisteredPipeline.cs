namespace PathwayOrleans.Storage.Views;

/// <summary>The pipeline of a process, as the database knows it.</summary>
/// <param name="Generation">Its number, which every commit names.</param>
/// <param name="Key">The key columns of the source, in the order of the service's key.</param>
/// <param name="Views">Its materialized views, in the order of the pipeline.</param>
internal sealed record RegisteredPipeline(long Generation, IReadOnlyList<string> Key, IReadOnlyList<RegisteredView> Views);

/// <summary>A materialized view.</summary>
/// <param name="Number">Its number, which no other view of the service ever gets, not even one of the same name.</param>
/// <param name="Table">Its table.</param>
/// <param name="Since">Since when it counts; null if it has every event of the service.</param>
/// <param name="CountedAs">
/// What it continues of states that were written before there were pipelines
/// (<see cref="PathwayOrleans.Pipelines.Compilation.StoredViewName.CountedAs"/>).
/// </param>
internal sealed record RegisteredView(int Number, ViewTable Table, DateTimeOffset? Since, string? CountedAs = null);
