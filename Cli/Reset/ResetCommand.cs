using System.CommandLine;
using PathwayOrleans.Aggregation;
using PathwayOrleans.CommandLine;
using PathwayOrleans.HttpApi.Hosting;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Cli.Reset;

/// <summary><c>reset</c>: starts over, or skips records that are lost.</summary>
internal static class ResetCommand
{
    internal static Command Create()
    {
        var database = new DatabaseArguments();
        var all = new Option<bool>("--all")
        {
            Description = "Empties the tables of the service, so that everything is processed again.",
        };
        var source = new Option<string?>("--source")
        {
            Description = "Moves the durable position of one partition: the source name as in source_progress.",
            HelpName = "NAME",
        };
        var partition = new Option<int?>("--partition") { Description = "The partition of --source.", HelpName = "NUMBER" };
        var to = new Option<string?>("--to")
        {
            Description = "The position to read next.",
            HelpName = "POSITION",
        };
        var user = new Option<string?>("--user")
        {
            Description = "Sets the stored state of one user aside, because it cannot be read. The user starts at 0.",
            HelpName = "ID",
        };
        var yes = new Option<bool>("--yes") { Description = "Empties the tables without asking for confirmation." };
        var force = new Option<bool>("--force")
        {
            Description = "Proceeds although processes are connected, or the position moves back.",
        };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object, last on standard output." };
        var command = new Command(
            "reset",
            "Starts over (--all), accepts the loss of records that are no longer in the log (--source, --partition, --to), or " +
            "sets a state aside that cannot be read (--user). " +
            "Stop the service first.");
        database.AddTo(command);
        foreach (Option option in (Option[])[all, source, partition, to, user, yes, force, json])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            bool[] given =
            [
                result.GetValue(source) is not null, result.GetValue(partition) is not null, result.GetValue(to) is not null,
            ];
            bool[] ways = [result.GetValue(all), result.GetValue(user) is not null, given.Contains(true)];
            bool isIncomplete = given.Contains(true) && given.Contains(false);
            if (ways.Count(isChosen => isChosen) != 1 || isIncomplete)
            {
                result.AddError("Use either --all, or --user, or all of --source, --partition and --to.");
            }
        });
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            () =>
            {
                var output = new ResetOutput(parsed.GetValue(json));
                DatabaseOptions options = database.Read(parsed);
                if (parsed.GetValue(user) is { } userId)
                {
                    return new SetUserAside(options, parsed.GetValue(force), output).RunAsync(userId, cancellationToken);
                }

                return parsed.GetValue(all)
                    ? new EmptyTables(options, parsed.GetValue(force), output).RunAsync(parsed.GetValue(yes), cancellationToken)
                    : new MovePosition(options, parsed.GetValue(force), output).RunAsync(
                        parsed.GetValue(source)!,
                        parsed.GetValue(partition)!.Value,
                        ParsePosition(parsed.GetValue(to)!),
                        cancellationToken);
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
