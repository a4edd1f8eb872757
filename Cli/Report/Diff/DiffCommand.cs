using System.CommandLine;
using PathwayOrleans.CommandLine;
using PathwayOrleans.HttpApi.Hosting;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Cli.Report.Diff;

/// <summary><c>report diff</c>: compares the results of two services of one database.</summary>
internal static class DiffCommand
{
    private const int DefaultExamples = 5;

    internal static Command Create()
    {
        Option<string?> address = DatabaseArguments.Address();
        var services = new Option<string[]>("--service-id")
        {
            Description = "The two services: --service-id A --service-id B.",
            HelpName = "NAME",
            Required = true,
        };
        var limit = new Option<int>("--limit")
        {
            Description = "Maximum number of examples for each kind of difference.",
            DefaultValueFactory = _ => DefaultExamples,
            HelpName = "COUNT",
        };
        var json = new Option<bool>("--json") { Description = "Prints one JSON object, last on standard output." };
        var command = new Command(
            "diff",
            "Compares the rows of all views of two services of one database in one snapshot. Floating-point numbers are " +
            "compared bit by bit (0 and -0 differ). Exit code 0: equal; 1: different, or a view that only one has.")
        {
            services, limit, json, address,
        };
        command.SetAction((parsed, cancellationToken) => ReportAction.RunAsync(
            () => RunAsync(
                parsed.GetValue(services) ?? [],
                parsed.GetValue(address),
                parsed.GetValue(limit),
                parsed.GetValue(json),
                cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        string[] services, string? address, int examples, bool json, CancellationToken cancellationToken)
    {
        if (services.Length != 2 || services[0] == services[1])
        {
            throw new CommandFailedException(
                $"--service-id is {string.Join(", ", services.Select(service => $"'{service}'"))}; it must name two different " +
                "services: --service-id A --service-id B.");
        }

        NumberRange.Require(examples >= 0, "--limit", examples, "0 (no examples) or more");
        DatabaseOptions[] options = [.. services.Select(service => DatabaseArguments.Read(address, service))];
        var diff = new ServiceDiff(services[0], services[1], examples);
        (IReadOnlyList<TableDiff> tables, IReadOnlyList<IncomparableView> others) = await ReportDatabase.ReadAsync(
            options[0],
            services,
            async queries =>
            {
                ComparedTables found = await ComparedTables.FindAsync(queries, services[0], services[1], cancellationToken);
                return (await diff.CompareAsync(queries, found.Tables, cancellationToken), found.Incomparable);
            },
            cancellationToken);
        var text = new DiffText(services[0], services[1], tables, others);
        await Console.Out.WriteLineAsync(json ? text.Json : text.Lines);
        return text.IsEqual ? ExitCodes.Success : ExitCodes.Failure;
    }
}
