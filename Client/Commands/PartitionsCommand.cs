using System.Globalization;
using PathwayOrleans.Client.Connection;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Commands;

/// <summary><c>partitions</c>.</summary>
internal static class PartitionsCommand
{
    internal static async Task<int> Work(ICluster cluster, ClientOutput output, CancellationToken cancellationToken)
    {
        ClusterStatus status = await cluster.GetStatusAsync(cancellationToken);
        if (output.IsJson)
        {
            output.WriteJson(new { status.Source, status.Partitions, status.Silent });
            return ExitCodes.Success;
        }

        Write(status, output);
        StatusCommand.NoteSilent(status, output);
        return ExitCodes.Success;
    }

    private static void Write(ClusterStatus status, ClientOutput output)
    {
        if (status.Partitions.Count == 0)
        {
            output.WriteLine("No partitions of the source are known yet.");
            return;
        }

        var table = new TextTable(">partition", "silo", "state", ">durable", ">end", ">lag", ">events/s");
        foreach (PartitionInfo partition in status.Partitions)
        {
            table.Add(
                partition.Partition.ToString(CultureInfo.InvariantCulture),
                Printable.Sanitize(partition.Silo ?? "-"),
                Printable.Sanitize(partition.State),
                partition.Durable ?? "-",
                partition.End ?? "-",
                DisplayFormat.Number(partition.Lag),
                DisplayFormat.Rate(partition.EventsPerSecond));
        }

        output.Write(table);
        foreach (PartitionInfo stopped in status.Partitions.Where(partition => partition.Error is not null))
        {
            output.WriteLine($"partition {stopped.Partition}: {Printable.Sanitize(stopped.Error!)}");
        }
    }
}
