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
        string dashboard = fleet.FindDashboard() is { } found ? $"{Environment.NewLine}  dashboard {found}" : "";
        return $"{kept}{dashboard}{Environment.NewLine}{DescribeNextCommands()}";
    }

    // The password of the user's own database is not shown.
    private string DescribeNextCommands()
    {
        var lines = new List<string>
        {
            $"export Pathway__Kafka__BootstrapServers='{servers.Kafka.BootstrapServers}'",
            $"export Pathway__Kafka__Topic='{servers.Kafka.Topic}'",
        };
        if (servers.DatabaseUrl is { } url)
        {
            lines.Add($"export Pathway__Database__ConnectionString='{url}'");
            lines.Add($"psql '{url}' -c 'SELECT * FROM events LIMIT 5'");
        }

        if (fleet.FindDashboard() is not null)
        {
            lines.Add("./pathway client status");
        }

        lines.AddRange(["./pathway report users --limit 5", $"./pathway batch --topic {servers.Kafka.Topic}"]);
        return $"next, in another terminal:{string.Concat(lines.Select(line => $"{Environment.NewLine}  {line}"))}";
    }
}
