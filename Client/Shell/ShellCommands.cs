using System.CommandLine;
using System.CommandLine.Help;
using PathwayOrleans.Client.Commands;

namespace PathwayOrleans.Client.Shell;

/// <summary>What can be typed at the prompt.</summary>
internal sealed class ShellCommands
{
    private const int NameWidth = 24;

    private const string Hints =
        """

        COMMAND --help says more. Quote ids with blanks ('a b'), put -- before one that begins with a dash.
        Keys: up and down for earlier lines, Tab to complete, Ctrl-C to clear the line or end a command, Ctrl-D to leave.
        """;

    internal ShellCommands(ICommandRunner runner, TimeProvider time)
    {
        Root = new Command("pathway", "Questions to the cluster.") { new HelpOption() };
        new ClusterCommands(runner, time).AddTo(Root);
        var help = new Command("help", "This list.");
        help.SetAction(_ => Console.Out.WriteLine(Describe()));
        var exit = new Command("exit", "Leaves.");
        exit.SetAction(_ => IsLeaving = true);
        Root.Subcommands.Add(help);
        Root.Subcommands.Add(exit);
    }

    internal Command Root { get; }

    /// <summary>Whether <c>exit</c> was said.</summary>
    internal bool IsLeaving { get; private set; }

    private string Describe() => string.Join(
        Environment.NewLine,
        Root.Subcommands.Select(command => $"  {Usage(command).PadRight(NameWidth)} {command.Description}").Append(Hints));

    private static string Usage(Command command) => string.Join(' ', command.Arguments
        .Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.HelpName}]" : argument.HelpName)
        .Concat(command.Options.Where(option => !option.Recursive && option is not HelpOption).Select(option => $"[{option.Name}]"))
        .Prepend(command.Name));
}
