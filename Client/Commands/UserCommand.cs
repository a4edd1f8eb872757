using PathwayOrleans.CommandLine;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Commands;

/// <summary><c>user</c>.</summary>
internal static class UserCommand
{
    internal static ClusterWork Work(string userId) => async (cluster, output, cancellationToken) =>
    {
        UserTotals? totals = await cluster.GetUserAsync(userId, cancellationToken);
        if (output.IsJson)
        {
            output.WriteJson(UserAnswer.Of(userId, totals));
        }
        else if (totals is null)
        {
            output.Note(
                $"error: no user \"{Printable.Sanitize(userId)}\": no event with this user id was applied. Ids are " +
                "case-sensitive; `top` shows some.");
        }
        else
        {
            output.Write(Table(totals));
        }

        return totals is null ? ExitCodes.Failure : ExitCodes.Success;
    };

    private static TextTable Table(UserTotals totals)
    {
        TextTable table = TopCommand.UserTable();
        TopCommand.AddUser(table, totals);
        return table;
    }
}
