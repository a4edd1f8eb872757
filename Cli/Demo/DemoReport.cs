using PathwayOrleans.Cli.Database;
using PathwayOrleans.Cli.Demo.Proof;
using PathwayOrleans.Cli.Demo.View;
using PathwayOrleans.Cli.Demo.Windows;
using PathwayOrleans.Cli.Demo.Workers;

namespace PathwayOrleans.Cli.Demo;

/// <summary>What a demo says at its end.</summary>
internal sealed class DemoReport(DemoOptions options, DemoStage stage, WorkerFleet fleet)
{
    /// <summary>The result on standard output; what is wrong on standard error.</summary>
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

    /// <summary>Where everything is that is left running.</summary>
    internal string DescribeWhatIsKept()
    {
        string kept = $"""
            everything is left running until Ctrl-C
              Postgres  {stage.DatabaseUrl ?? DatabaseSettings.Describe(stage.Database)}
              Kafka     {stage.Kafka.BootstrapServers}, topic {stage.Kafka.Topic}
              workers   {string.Join(", ", fleet.Living.Select(worker => $"{worker.Name} {worker.Plan.Url}api/status"))}
            """;
        return fleet.FindDashboard() is { } dashboard ? $"{kept}{Environment.NewLine}  dashboard {dashboard}" : kept;
    }
}
