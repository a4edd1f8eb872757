using System.CommandLine;
using System.CommandLine.Help;
using PathwayOrleans.Client.Commands;

namespace PathwayOrleans.Client.Shell;

/// <summary>The commands of the prompt.</summary>
internal sealed class ShellCommands
{
    private const int NameWidth = 24;

    private const string Hints =
        """

        COMMAND --help shows details. Quote ids with blanks ('a b'); put -- before an id that begins with a dash.
        Keys: up and down for earlier lines, Tab to complete, Ctrl-C to clear the line or end a command, Ctrl-D to exit.
        """;

    internal ShellCommands(ICommandRunner runner, TimeProvider time)
    {
        Root = new Command("pathway", "Queries to the cluster.") { new HelpOption() };
        new ClusterCommands(runner, time).AddTo(Root);
        var help = new Command("help", "Shows this list.");
        help.SetAction(_ => Console.Out.WriteLine(Describe()));
        var exit = new Command("exit", "Exits.");
        exit.SetAction(_ => IsLeaving = true);
        Root.Subcommands.Add(help);
        Root.Subcommands.Add(exit);
    }

    internal Command Root { get; }

    /// <summary>Whether <c>exit</c> was entered.</summary>
    internal bool IsLeaving { get; private set; }

    private string Describe() => string.Join(
        Environment.NewLine,
        Root.Subcommands.Select(command => $"  {Usage(command).PadRight(NameWidth)} {command.Description}").Append(Hints));

    private static string Usage(Command command) => string.Join(' ', command.Arguments
        .Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.HelpName}]" : argument.HelpName)
        .Concat(command.Options
            .Where(option => !option.Recursive && option is not HelpOption)
            .Select(option => $"[{option.Name}]"))
        .Prepend(command.Name));
}
