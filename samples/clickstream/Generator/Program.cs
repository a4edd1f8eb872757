using System.CommandLine;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Generator;

var count = new Argument<int>("COUNT") { Description = "Number of records.", DefaultValueFactory = _ => 100_000 };
var seed = new Option<int>("--seed")
{
    Description = "Seed of the random records; equal seeds give equal records.",
    DefaultValueFactory = _ => 1,
    HelpName = "NUMBER",
};
count.Validators.Add(result => NumberRange.Check(result, "COUNT", 1, 100_000_000));

var command = new RootCommand("Writes records of a web shop to standard output, one JSON object a line.") { count, seed };
command.SetAction(parsed => ClickstreamWriter.Write(
    Console.OpenStandardOutput(), new Clickstream(parsed.GetValue(seed)), parsed.GetValue(count)));
return await CommandProgram.RunAsync(command, args);
