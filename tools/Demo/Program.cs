using System.CommandLine;
using System.CommandLine.Help;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Demo;

return await CommandProgram.RunAsync(
    // The root command has the name of the script ./pathway, which passes its arguments unchanged.
    new Command("pathway", "The demo of ./pathway.")
    {
        new HelpOption(),
        new VersionOption(),
        DemoCommand.Create(),
    },
    args);
