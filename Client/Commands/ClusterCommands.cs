using System.CommandLine;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Grains.Interfaces;

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
        root.Subcommands.Add(Windows());
        root.Subcommands.Add(Top());
        root.Subcommands.Add(Partitions());
        root.Subcommands.Add(Status());
        root.Subcommands.Add(Watch());
        root.Subcommands.Add(DeadLetters());
    }

    /// <summary>Whether --json was given.</summary>
    internal bool Json(ParseResult parsed) => parsed.GetValue(_json);

    private Command User()
    {
        Argument<string> id = UserId();
        var command = new Command("user", "Shows the totals of a user.") { id };
        return Runs(command, parsed => UserCommand.Work(parsed.GetValue(id)!));
    }

    private Command Windows()
    {
        Argument<string> id = UserId();
        Argument<int> limit = Limit("Number of windows to show.");
        var command = new Command("windows", "Shows the windows of a user, the latest first.") { id, limit };
        return Runs(command, parsed => WindowsCommand.Work(parsed.GetValue(id)!, parsed.GetValue(limit)));
    }

    private Command Top()
    {
        Argument<int> limit = Limit("Number of users to show.");
        var command = new Command("top", "Shows the users with the most events.") { limit };
        return Runs(command, parsed => TopCommand.Work(parsed.GetValue(limit)));
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
        var command = new Command(
            "watch", "Shows the totals of a user as they change, until Ctrl-C. With --json: one line per change.")
        {
            id, interval,
        };
        return Runs(
            command, parsed => UserWatch.Work(parsed.GetValue(id)!, TimeSpan.FromSeconds(parsed.GetValue(interval)), time));
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
