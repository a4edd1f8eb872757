using PathwayOrleans.Client.Commands;

return await CommandLine.RunAsync(ClientCommand.Create(TimeProvider.System), args);
