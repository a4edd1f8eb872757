using System.Globalization;
using PathwayOrleans.Client.Connection;
using PathwayOrleans.Client.Output;
using PathwayOrleans.Display;
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
            output.WriteLine("No partition of the source is known yet.");
            return;
        }

        var table = new TextTable(">partition", "silo", "state", ">durable", ">end", ">lag", ">events/s");
        foreach (PartitionReport partition in status.Partitions)
        {
            table.Add(
                partition.Partition.ToString(CultureInfo.InvariantCulture),
                Printable.Of(partition.Silo ?? "-"),
                Printable.Of(partition.State),
                partition.Durable ?? "-",
                partition.End ?? "-",
                Shown.Number(partition.Lag),
                Shown.Rate(partition.EventsPerSecond));
        }

        output.Write(table);
        foreach (PartitionReport stopped in status.Partitions.Where(partition => partition.Error is not null))
        {
            output.WriteLine($"partition {stopped.Partition}: {Printable.Of(stopped.Error!)}");
        }
    }
}
