using System.CommandLine;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Storage.Reading.Definitions;

namespace PathwayOrleans.Client.Commands;

/// <summary>The commands that query a cluster: the same at the prompt and on the command line.</summary>
internal sealed class ClusterCommands(ICommandRunner runner, TimeProvider time)
{
    private const int DefaultLimit = 10;
    private const double MinInterval = 0.1;
    private const double MaxInterval = 3600;

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Prints JSON, last on standard output.",
        Recursive = true,
    };

    /// <summary>Adds the commands to the root command.</summary>
    internal void AddTo(Command root)
    {
        root.Options.Add(_json);
        root.Subcommands.Add(User());
        root.Subcommands.Add(Top());
        root.Subcommands.Add(Views());
        root.Subcommands.Add(View());
        root.Subcommands.Add(Partitions());
        root.Subcommands.Add(Status());
        root.Subcommands.Add(Watch());
        root.Subcommands.Add(DeadLetters());
        root.Subcommands.Add(RemovedCommand.Create(
            "windows", "windows are views: `view NAME KEY` shows the rows of a key, and `views` lists the views"));
    }

    /// <summary>Whether --json was given.</summary>
    internal bool Json(ParseResult parsed) => parsed.GetValue(_json);

    private Command User()
    {
        Argument<string> id = UserId();
        var command = new Command("user", "Shows the totals of a user.") { id };
        return Runs(command, parsed => UserCommand.Work(parsed.GetValue(id)!));
    }

    private Command Top()
    {
        Argument<int> limit = Limit("Number of users to show.");
        var command = new Command("top", "Shows the users with the most events.") { limit };
        return Runs(command, parsed => TopCommand.Work(parsed.GetValue(limit)));
    }

    private Command Views() => Runs(
        new Command(ViewReports.List.Name, "Shows the materialized views of the service and since when each counts."),
        _ => ViewCommand.List);

    private Command View()
    {
        var view = new Argument<string>("view") { Description = "The materialized view.", HelpName = "NAME" };
        Argument<string[]> key = Key(ViewReports.Rows);
        Option<string?>[] options =
        [
            .. ViewReports.Rows.Parameters.Where(parameter => parameter is { IsPlace: false, IsRepeated: false })
                .Select(parameter => new Option<string?>($"--{parameter.Name}")
                {
                    Description = parameter.Help,
                    HelpName = parameter.HelpName,
                }),
        ];
        var limit = new Option<int>("--limit")
        {
            Description = $"{ViewReports.Rows.LimitHelp}.",
            DefaultValueFactory = _ => ViewReports.Rows.DefaultLimit,
            HelpName = "N",
        };
        limit.Validators.Add(result => NumberRange.Check(result, "--limit", 1, IReportGrain.MaxLimit));
        var command = new Command(ViewReports.Rows.Name, ViewReports.Rows.Help) { view, key };
        Array.ForEach(options, command.Options.Add);
        command.Options.Add(limit);
        return Runs(command, parsed =>
        {
            var parameters = new Dictionary<string, string[]> { [view.Name] = [parsed.GetValue(view)!] };
            if (parsed.GetValue(key) is { Length: > 0 } values)
            {
                parameters.Add(key.Name, values);
            }

            foreach (Option<string?> option in options.Where(option => parsed.GetValue(option) is not null))
            {
                parameters.Add(option.Name.TrimStart('-'), [parsed.GetValue(option)!]);
            }

            return ViewCommand.Rows(parameters, parsed.GetValue(limit));
        });
    }

    private Command Partitions() => Runs(
        new Command("partitions", "Shows which silo reads each partition, its positions and its rate."),
        _ => PartitionsCommand.Work);

    private Command Status() => Runs(new Command("status", "Shows the cluster and its silos."), _ => StatusCommand.Work);

    private Command Watch()
    {
        Argument<string> id = UserId();
        var interval = new Option<double>("--interval")
        {
            Description = "Seconds between two queries.",
            DefaultValueFactory = _ => 1,
            HelpName = "SECONDS",
        };
        interval.Validators.Add(result => NumberRange.Check(result, "--interval", MinInterval, MaxInterval));
        Argument<string[]> key = Key(ViewReports.Changes);
        var command = new Command(
            "watch",
            "Shows the totals of a user, or with the name of a view and a key its rows, as they change, until Ctrl-C. With " +
            "--json: one line per change.")
        {
            id, key, interval,
        };
        return Runs(command, parsed =>
        {
            var pause = TimeSpan.FromSeconds(parsed.GetValue(interval));
            return parsed.GetValue(key) is { Length: > 0 } values
                ? ViewWatch.Work(parsed.GetValue(id)!, values, pause, time)
                : UserWatch.Work(parsed.GetValue(id)!, pause, time);
        });
    }

    private Command DeadLetters()
    {
        Argument<int> limit = Limit("Number of records to show.");
        var command = new Command("dead-letters", "Shows the records that could not be applied, newest first.") { limit };
        return Runs(command, parsed => DeadLettersCommand.Work(parsed.GetValue(limit)));
    }

    private Command Runs(Command command, Func<ParseResult, ClusterWork> work)
    {
        command.SetAction((parsed, cancellationToken) => runner.RunAsync(parsed, Json(parsed), work(parsed), cancellationToken));
        return command;
    }

    private static Argument<string[]> Key(ReportDefinition report) => new("key")
    {
        Description = report.Parameters.First(parameter => parameter.IsRepeated).Help,
        HelpName = "KEY",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static Argument<string> UserId()
    {
        var id = new Argument<string>("id")
        {
            Description = "The user id. Put -- before an id that begins with a dash.",
            HelpName = "ID",
        };
        id.Validators.Add(result =>
        {
            string given = result.GetValueOrDefault<string>() ?? "";
            int length = given.EnumerateRunes().Count();
            if (length is 0 or > EventLimits.MaxUserIdLength)
            {
                result.AddError(
                    $"The user id has {length} characters; it must have between 1 and {EventLimits.MaxUserIdLength}.");
            }
        });
        return id;
    }

    private static Argument<int> Limit(string description)
    {
        var limit = new Argument<int>("n") { Description = description, DefaultValueFactory = _ => DefaultLimit, HelpName = "N" };
        limit.Validators.Add(result => NumberRange.Check(result, "N", 1, IReportGrain.MaxLimit));
        return limit;
    }
}
