using PathwayOrleans.Standalone;

return await StandaloneHost.RunAsync(args, CancellationToken.None);
