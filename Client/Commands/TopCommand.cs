using System.Text.Json;
using PathwayOrleans.Client.Connection;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Storage.Reading.Definitions;

namespace PathwayOrleans.Client.Commands;

/// <summary><c>top</c>.</summary>
internal static class TopCommand
{
    internal static ClusterWork Work(int limit) => async (cluster, output, cancellationToken) =>
    {
        ReadReport read = await cluster.ReadReportAsync(EventReports.Top.Name, [], limit, cancellationToken);
        IReadOnlyList<JsonElement> users = read.Rows;
        if (output.IsJson)
        {
            output.WriteJson(new { users });
        }
        else if (users.Count == 0)
        {
            output.WriteLine("There are no events yet.");
        }
        else
        {
            TextTable table = UserTable();
            foreach (JsonElement user in users)
            {
                AddUser(table, user.Deserialize<UserTotals>(JsonSerializerOptions.Web)!);
            }

            output.Write(table);
        }

        return ExitCodes.Success;
    };

    internal static TextTable UserTable() => new("user", ">count", ">total value", "last event");

    internal static void AddUser(TextTable table, UserTotals user) =>
        table.Add(
            Printable.Sanitize(user.UserId),
            DisplayFormat.Number(user.Count),
            DisplayFormat.Value(user.TotalValue),
            DisplayFormat.EventTime(user.Time));
}
