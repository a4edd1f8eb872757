using PathwayOrleans.Demo.Proof;
using PathwayOrleans.Demo.View;
using PathwayOrleans.Demo.Workers;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Demo;

/// <summary>The output of a demo at its end.</summary>
internal sealed class DemoReport(DemoOptions options, DemoServers servers, WorkerFleet fleet)
{
    /// <summary>Writes the result to standard output and the differences to standard error.</summary>
    internal async Task WriteAsync(DemoResult result, ProofResult proof, WindowProofResult? windows)
    {
        foreach (string difference in proof.Differences.Concat(windows?.Differences ?? []))
        {
            await Console.Error.WriteLineAsync($"error: {difference}");
        }

        if (!proof.Holds || windows?.Holds == false)
        {
            await Console.Error.WriteLineAsync(fleet.DescribeOutput());
        }

        await Console.Out.WriteLineAsync(options.Json ? result.ToJson() : ProofText.Write(result, proof, windows));
    }

    /// <summary>The addresses of everything that is left running.</summary>
    internal string DescribeAddresses()
    {
        string kept = $"""
            everything is left running until Ctrl-C
              Postgres  {servers.DatabaseUrl ?? DatabaseConfiguration.Describe(servers.Database)}
              Kafka     {servers.Kafka.BootstrapServers}, topic {servers.Kafka.Topic}
              workers   {string.Join(", ", fleet.Running.Select(worker => $"{worker.Name} {worker.Plan.Url}api/status"))}
            """;
        return fleet.FindDashboard() is { } dashboard ? $"{kept}{Environment.NewLine}  dashboard {dashboard}" : kept;
    }
}
