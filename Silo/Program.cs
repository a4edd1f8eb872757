using PathwayOrleans.CommandLine;
using PathwayOrleans.Silo;

return await CommandProgram.RunAsync(SiloCommand.Create(), args);
