using System.CommandLine;
using System.CommandLine.Help;
using PathwayOrleans.Bench.Commands;
using PathwayOrleans.CommandLine;

return await CommandProgram.RunAsync(
    // The root command has the name of the script ./pathway, which passes its arguments unchanged.
    new Command("pathway", "The measurements of ./pathway.")
    {
        new HelpOption(),
        new VersionOption(),
        BenchCommand.Create(),
    },
    args);
