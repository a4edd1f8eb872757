using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Engine.Counting;

/// <summary>The pipeline that a process runs.</summary>
/// <param name="Compiled">Its code, with the key columns in the order of the service's key.</param>
/// <param name="Registered">What the database knows of it; views are in the order of the compiled ones.</param>
internal sealed record ActivePipeline(CompiledPipeline Compiled, RegisteredPipeline Registered);
