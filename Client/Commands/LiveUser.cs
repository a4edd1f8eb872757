using PathwayOrleans.CommandLine;
using PathwayOrleans.Grains.Interfaces;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PathwayOrleans.Client.Commands;

/// <summary>Shows the totals of a user, updated in place.</summary>
internal static class LiveUser
{
    private const string Leave = "Ctrl-C to stop.";

    internal static Task ShowAsync(IAnsiConsole terminal, string userId, Func<Action<UserTotals?>, Task> watch) =>
        terminal.Live(new Text("")).StartAsync(live => watch(totals => live.UpdateTarget(Draw(userId, totals))));

    private static Rows Draw(string userId, UserTotals? totals)
    {
        IRenderable user = totals is null ? new Text($"{Printable.Sanitize(userId)} has no events yet.") : Table(totals);
        return new Rows(user, new Text(Leave, new Style(decoration: Decoration.Dim)));
    }

    private static Table Table(UserTotals totals)
    {
        TextTable table = TopCommand.UserTable();
        TopCommand.AddUser(table, totals);
        return table.Draw();
    }
}
