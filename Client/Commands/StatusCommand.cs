using System.Globalization;
using PathwayOrleans.Client.Connection;
using PathwayOrleans.Client.Output;
using PathwayOrleans.Display;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Commands;

/// <summary><c>status</c>.</summary>
internal static class StatusCommand
{
    internal static async Task<int> Work(ICluster cluster, ClientOutput output, CancellationToken cancellationToken)
    {
        ClusterStatus status = await cluster.GetStatusAsync(cancellationToken);
        if (output.IsJson)
        {
            output.WriteJson(status);
            return ExitCodes.Success;
        }

        foreach (string line in Summary(status))
        {
            output.WriteLine(line);
        }

        output.Write(Silos(status));
        NoteSilent(status, output);
        return ExitCodes.Success;
    }

    internal static void NoteSilent(ClusterStatus status, ClientOutput output)
    {
        if (status.Silent.Count > 0)
        {
            output.Note($"Did not answer in time, so what they read is missing above: {Printable.Of(string.Join(", ", status.Silent))}.");
        }
    }

    private static IEnumerable<string> Summary(ClusterStatus status)
    {
        int read = status.Partitions.Count(partition => partition.Silo is not null);
        long[] lags = [.. status.Partitions.Where(partition => partition.Lag is not null).Select(partition => partition.Lag!.Value)];
        string lag = lags.Length == 0 ? "lag unknown" : $"lag {Shown.Number(lags.Sum())}{(lags.Length < status.Partitions.Count ? " or more" : "")}";
        yield return $"cluster {Printable.Of(status.ClusterId)}, service {Printable.Of(status.ServiceId)}, source {Printable.Of(status.Source ?? "not known yet")}";
        yield return $"{status.Silos.Count} {(status.Silos.Count == 1 ? "silo" : "silos")}, {read} of {status.Partitions.Count} partitions read, {lag}, " +
            $"{Shown.Rate(status.Silos.Sum(silo => silo.EventsPerSecond))} events/s";
    }

    private static TextTable Silos(ClusterStatus status)
    {
        var table = new TextTable(
            "silo", "address", "started", ">partitions", ">events/s", ">applied", ">dead letters", ">in flight", ">users", ">connections", ">memory");
        foreach (SiloReport silo in status.Silos)
        {
            table.Add(
                Printable.Of(silo.Silo),
                silo.Address,
                Shown.Second(silo.StartedAt),
                Shown.Number(status.Partitions.LongCount(partition => partition.Silo == silo.Silo)),
                Shown.Rate(silo.EventsPerSecond),
                Shown.Number(silo.EventsApplied),
                Shown.Number(silo.DeadLettered),
                Shown.Number(silo.EventsInFlight),
                Shown.Number((long)silo.UsersInMemory),
                silo.DatabaseConnections.ToString(CultureInfo.InvariantCulture),
                Shown.Bytes(silo.ResidentBytes));
        }

        return table;
    }
}
