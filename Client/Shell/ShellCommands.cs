using System.CommandLine;
using System.CommandLine.Help;
using PathwayOrleans.Client.Commands;
using PathwayOrleans.CommandLine;

namespace PathwayOrleans.Client.Shell;

/// <summary>The commands of the prompt.</summary>
internal sealed class ShellCommands
{
    private const int NameWidth = 24;

    private const string Hints =
        """

        help COMMAND shows details. Quote ids with blanks ('a b'); put -- before an id that begins with a dash.
        Keys: up and down for earlier lines, Tab to complete, Ctrl-C to clear the line or end a command, Ctrl-D to exit.
        """;

    internal ShellCommands(ICommandRunner runner, TimeProvider time)
    {
        Root = new Command("pathway", "Queries to the cluster.") { new HelpOption() };
        new ClusterCommands(runner, time).AddTo(Root);
        var exit = new Command("exit", "Exits.");
        exit.SetAction(_ => IsLeaving = true);
        var clear = new Command("clear", "Clears the screen.");
        clear.SetAction(_ => Clear());
        Root.Subcommands.Add(Help());
        Root.Subcommands.Add(clear);
        Root.Subcommands.Add(exit);
    }

    internal Command Root { get; }

    /// <summary>Whether <c>exit</c> was entered.</summary>
    internal bool IsLeaving { get; private set; }

    internal bool Has(string name) => Root.Subcommands.Any(command => command.Name == name);

    /// <summary>Reports a command that does not exist.</summary>
    /// <returns>The exit code.</returns>
    internal static int Refuse(string name)
    {
        Console.Error.WriteLine($"error: there is no command '{Printable.Sanitize(name)}'; `help` lists them.");
        return ExitCodes.Failure;
    }

    private Command Help()
    {
        var name = new Argument<string?>("command") { Arity = ArgumentArity.ZeroOrOne, HelpName = "COMMAND" };
        var help = new Command("help", "Shows this list, or the details of a command.") { name };
        help.SetAction(parsed => Explain(parsed.GetValue(name)));
        return help;
    }

    private int Explain(string? name)
    {
        if (name is null)
        {
            Console.Out.WriteLine(Describe());
            return ExitCodes.Success;
        }

        return Has(name) ? Root.Parse([name, "--help"]).Invoke() : Refuse(name);
    }

    private static void Clear()
    {
        if (!Console.IsOutputRedirected)
        {
            Console.Clear();
        }
    }

    private string Describe() => string.Join(
        Environment.NewLine,
        Root.Subcommands.Where(command => !command.Hidden)
            .Select(command => $"  {Usage(command).PadRight(NameWidth)} {command.Description}").Append(Hints));

    private static string Usage(Command command) => string.Join(' ', command.Arguments
        .Select(argument => argument.Arity.MinimumNumberOfValues == 0 ? $"[{argument.HelpName}]" : argument.HelpName)
        .Concat(command.Options
            .Where(option => !option.Recursive && option is not HelpOption)
            .Select(option => $"[{option.Name}]"))
        .Prepend(command.Name));
}
