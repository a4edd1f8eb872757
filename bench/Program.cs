using PathwayOrleans.Bench;

// The measured loop runs as a process of its own, started by the measurement.
return args is [HandWrittenLoop.Argument, .. string[] settings]
    ? await HandWrittenLoop.RunAsync(HandWrittenSettings.Parse(settings))
    : await StandaloneBench.RunAsync(new StandaloneBenchOptions(), CancellationToken.None);
