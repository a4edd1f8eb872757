using PathwayOrleans.Client.Connection;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Grains.Interfaces;
using PathwayOrleans.Storage.Reading.Definitions;

namespace PathwayOrleans.Client.Commands;

/// <summary><c>views</c> and <c>view</c>: the materialized views of the service and their rows.</summary>
internal static class ViewCommand
{
    private static readonly string[] ListColumns = ["name", "windowed", "key", "since", "state"];

    /// <summary>Lists the views.</summary>
    internal static ClusterWork List { get; } = async (cluster, output, cancellationToken) =>
    {
        ReadReport read = await cluster.ReadReportAsync(ViewReports.List.Name, [], IReportGrain.MaxLimit, cancellationToken);
        Write(output, read, ListColumns);
        return ExitCodes.Success;
    };

    /// <summary>Shows rows of a view.</summary>
    internal static ClusterWork Rows(Dictionary<string, string[]> parameters, int limit) =>
        async (cluster, output, cancellationToken) =>
        {
            Write(output, await cluster.ReadReportAsync(ViewReports.Rows.Name, parameters, limit, cancellationToken), null);
            return ExitCodes.Success;
        };

    private static void Write(ClientOutput output, ReadReport read, string[]? columns)
    {
        if (output.IsJson)
        {
            output.WriteJson(read.Answer);
            return;
        }

        if (read.Rows.Count == 0)
        {
            output.WriteLine("No rows.");
        }
        else
        {
            output.Write(ReportTable.Of(read.Rows, columns));
            if (read.HasNext)
            {
                output.Note("There are more rows: use --limit, or give a key.");
            }
        }

        if (read.Note is { } note)
        {
            output.WriteLine(Printable.Sanitize(note));
        }
    }
}
