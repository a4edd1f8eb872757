using PathwayOrleans.Cli;
using PathwayOrleans.Producer.Command;

return await CommandProgram.RunAsync(PathwayCommand.Create(), args);
