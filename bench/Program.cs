using PathwayOrleans.Bench.Standalone;

// A contestant of `./pathway bench standalone`, started by it: a process of its own, like the engine.
return await HandWrittenLoop.RunAsync(args);
