using PathwayOrleans.Producer.Command;

return await CommandProgram.RunAsync(ProduceCommand.Create(asRoot: true), args);
