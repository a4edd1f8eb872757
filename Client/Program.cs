using PathwayOrleans.Client.Commands;

return await ClientProgram.RunAsync(ClientCommand.Create(TimeProvider.System), args);
