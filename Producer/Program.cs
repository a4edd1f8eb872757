using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Commands;

return await CommandProgram.RunAsync(ProduceCommand.Create(asRoot: true), args);
