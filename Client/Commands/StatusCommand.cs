using System.Globalization;
using PathwayOrleans.Client.Connection;
using PathwayOrleans.CommandLine;
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
        foreach (SiloInfo silo in status.Silos)
        {
            foreach (string problem in silo.Problems)
            {
                output.Note(Printable.Sanitize($"{silo.Silo} does not count: {problem}"));
            }
        }

        NoteSilent(status, output);
        return ExitCodes.Success;
    }

    internal static void NoteSilent(ClusterStatus status, ClientOutput output)
    {
        if (status.Silent.Count > 0)
        {
            output.Note("These silos did not answer in time; the partitions that they read are missing above: " +
                $"{Printable.Sanitize(string.Join(", ", status.Silent))}.");
        }
    }

    private static IEnumerable<string> Summary(ClusterStatus status)
    {
        int read = status.Partitions.Count(partition => partition.Silo is not null);
        long[] lags = [.. status.Partitions.Select(partition => partition.Lag).OfType<long>()];
        string lag = lags.Length == 0
            ? "lag unknown"
            : $"lag {DisplayFormat.Number(lags.Sum())}{(lags.Length < status.Partitions.Count ? " or more" : "")}";
        yield return $"cluster {Printable.Sanitize(status.ClusterId)}, service {Printable.Sanitize(status.ServiceId)}, " +
            $"source {Printable.Sanitize(status.Source ?? "not known yet")}";
        yield return $"{status.Silos.Count} {(status.Silos.Count == 1 ? "silo" : "silos")}, " +
            $"{read} of {status.Partitions.Count} partitions read, {lag}, " +
            $"{DisplayFormat.Rate(status.Silos.Sum(silo => silo.EventsPerSecond))} events/s";
    }

    private static TextTable Silos(ClusterStatus status)
    {
        var table = new TextTable(
            "silo", "address", "started", ">partitions", ">events/s", ">applied", ">dead letters", ">in flight", ">users",
            ">connections", ">memory")
        {
            Optional =
            [
                "connections", "started", "dead letters", "in flight", "memory", "users", "applied", "address",
            ],
        };
        foreach (SiloInfo silo in status.Silos)
        {
            table.Add(
                Printable.Sanitize(silo.Silo),
                silo.Address,
                DisplayFormat.Second(silo.StartedAt),
                DisplayFormat.Number(status.Partitions.LongCount(partition => partition.Silo == silo.Silo)),
                DisplayFormat.Rate(silo.EventsPerSecond),
                DisplayFormat.Number(silo.EventsApplied),
                DisplayFormat.Number(silo.DeadLettered),
                DisplayFormat.Number(silo.EventsInFlight),
                DisplayFormat.Number((long)silo.UsersInMemory),
                silo.DatabaseConnections.ToString(CultureInfo.InvariantCulture),
                DisplayFormat.Bytes(silo.ResidentBytes));
        }

        return table;
    }
}
