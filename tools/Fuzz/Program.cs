using System.CommandLine;
using System.CommandLine.Help;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Fuzz;

return await CommandProgram.RunAsync(
    new Command("fuzz", "Compares parsers with independent ones on random inputs.")
    {
        new HelpOption(),
        new VersionOption(),
        NumbersCommand.Create(),
    },
    args);
