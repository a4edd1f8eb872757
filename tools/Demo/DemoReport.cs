using Npgsql;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Demo.Subjects;
using PathwayOrleans.Demo.Workers;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Demo;

/// <summary>The output of a demo at its end.</summary>
internal sealed class DemoReport(DemoOptions options, DemoServers servers, WorkerFleet fleet, IReadOnlyList<string> views)
{
    /// <summary>Writes the result to standard output and the differences to standard error.</summary>
    internal async Task WriteAsync(DemoOutcome outcome)
    {
        foreach (string difference in outcome.Differences)
        {
            await Console.Error.WriteLineAsync($"error: {Printable.Sanitize(difference)}");
        }

        if (!outcome.Holds)
        {
            await Console.Error.WriteLineAsync(fleet.DescribeOutput());
        }

        await Console.Out.WriteLineAsync(options.Json ? outcome.Json : outcome.Text);
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
            IEnumerable<string> tables = views.Count == 0 ? ["events"] : views.Select(Quote);
            lines.AddRange(tables.Select(table => $"psql '{url}' -c {ShellWord($"SELECT * FROM {table} LIMIT 5")}"));
        }

        if (fleet.FindDashboard() is not null)
        {
            lines.Add("./pathway client status");
        }

        lines.AddRange(views.Count == 0
            ? ["./pathway report users --limit 5", $"./pathway batch --topic {servers.Kafka.Topic}"]
            : ["./pathway report progress", "./pathway report dead-letters"]);
        return $"next, in another terminal:{string.Concat(lines.Select(line => $"{Environment.NewLine}  {line}"))}";
    }

    /// <summary>A text as one word of a shell; names of views may have any character.</summary>
    internal static string ShellWord(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string Quote(string table)
    {
        using var quotes = new NpgsqlCommandBuilder();
        return quotes.QuoteIdentifier(table);
    }
}
