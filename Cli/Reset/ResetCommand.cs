using System.CommandLine;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Cli.Database;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Cli.Reset;

/// <summary><c>reset</c>: start over, or step over records that are gone.</summary>
internal static class ResetCommand
{
    internal static Command Create()
    {
        var database = new DatabaseSettings();
        var all = new Option<bool>("--all") { Description = "Empties the service's tables: everything is counted anew." };
        var source = new Option<string?>("--source")
        {
            Description = "Moves one partition's durable position: the source's name, as source_progress has it.",
            HelpName = "NAME",
        };
        var partition = new Option<int?>("--partition") { Description = "That partition.", HelpName = "NUMBER" };
        var to = new Option<string?>("--to")
        {
            Description = "The first position that is to be read next.",
            HelpName = "POSITION",
        };
        var yes = new Option<bool>("--yes") { Description = "Does not ask before it empties the tables." };
        var force = new Option<bool>("--force") { Description = "Although processes are connected, or the position goes back." };
        var json = new Option<bool>("--json") { Description = "One JSON object, last on standard output." };
        var command = new Command(
            "reset",
            "Starts over (--all), or accepts the loss of records that are gone from the log (--source, --partition, --to). Stop the service first.");
        database.AddTo(command);
        foreach (Option option in (Option[])[all, source, partition, to, yes, force, json])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            bool isMove = result.GetValue(source) is not null || result.GetValue(partition) is not null || result.GetValue(to) is not null;
            bool isWholeMove = result.GetValue(source) is not null && result.GetValue(partition) is not null && result.GetValue(to) is not null;
            if (result.GetValue(all) ? isMove : !isWholeMove)
            {
                result.AddError("Give either --all, or all of --source, --partition and --to.");
            }
        });
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            () =>
            {
                var output = new ResetOutput(parsed.GetValue(json));
                DatabaseOptions options = database.Read(parsed);
                return parsed.GetValue(all)
                    ? new EmptyTables(options, parsed.GetValue(force), output).RunAsync(parsed.GetValue(yes), cancellationToken)
                    : new MovePosition(options, parsed.GetValue(force), output).RunAsync(
                        parsed.GetValue(source)!, parsed.GetValue(partition)!.Value, ParsePosition(parsed.GetValue(to)!), cancellationToken);
            },
            cancellationToken));
        return command;
    }

    private static Position ParsePosition(string text)
    {
        try
        {
            return Position.Parse(text);
        }
        catch (FormatException e)
        {
            throw new CommandFailedException($"--to: {e.Message}", e);
        }
    }
}
