using PathwayOrleans.Cli;
using PathwayOrleans.CommandLine;

return await CommandProgram.RunAsync(PathwayCommand.Create(), args);
