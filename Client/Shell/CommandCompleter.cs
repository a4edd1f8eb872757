using System.CommandLine;
using PathwayOrleans.Client.Shell.Editing;
using PathwayOrleans.CommandLine;

namespace PathwayOrleans.Client.Shell;

/// <summary>Completes commands, options, the ids of users from earlier results, and the names of views.</summary>
internal sealed class CommandCompleter(Command root, SeenNames seen, SeenNames views) : ICompleter
{
    private const string UserArgument = "id";
    private const string ViewArgument = "view";
    private const string OptionMark = "-";

    public Completion Complete(string text)
    {
        CommandWords words = CommandWords.Of(text);
        string[] before = [.. words.EndsInWord ? words.Values.SkipLast(1) : words.Values];
        string prefix = words.EndsInWord ? words.Values[^1] : "";
        return new Completion(words.LastStart, [.. Candidates(before, prefix).Select(CommandWords.Quote)]);
    }

    private IEnumerable<string> Candidates(string[] before, string prefix)
    {
        if (before.Length == 0)
        {
            return StartingWith(
                root.Subcommands.Where(command => !command.Hidden).Select(command => command.Name), prefix);
        }

        if (root.Subcommands.FirstOrDefault(command => command.Name == before[0]) is not { } command)
        {
            return [];
        }

        if (prefix.StartsWith(OptionMark, StringComparison.Ordinal))
        {
            return StartingWith(command.Options.Concat(root.Options).Select(option => option.Name).Distinct(), prefix);
        }

        // Names that cannot be typed are not offered.
        IEnumerable<string> names = before.Length > 1 ? [] : command.Arguments.FirstOrDefault()?.Name switch
        {
            UserArgument when command.Arguments.Count > 1 => seen.StartingWith(prefix).Concat(views.StartingWith(prefix)),
            UserArgument => seen.StartingWith(prefix),
            ViewArgument => views.StartingWith(prefix),
            _ => [],
        };
        return names.Where(name => Printable.Sanitize(name) == name && !name.StartsWith(OptionMark, StringComparison.Ordinal));
    }

    private static IEnumerable<string> StartingWith(IEnumerable<string> names, string prefix) =>
        names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
}
