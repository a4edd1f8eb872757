using System.CommandLine;
using PathwayOrleans.Cli.Database;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Cli.Report.Diff;

/// <summary><c>report diff</c>: whether two services of one database counted the same.</summary>
internal static class DiffCommand
{
    private const int DefaultExamples = 5;

    internal static Command Create()
    {
        Option<string?> address = DatabaseSettings.Address();
        var services = new Option<string[]>("--service-id")
        {
            Description = "The two services: --service-id A --service-id B.",
            HelpName = "NAME",
            Required = true,
        };
        var limit = new Option<int>("--limit")
        {
            Description = "Examples of each kind of difference at the most.",
            DefaultValueFactory = _ => DefaultExamples,
            HelpName = "COUNT",
        };
        var json = new Option<bool>("--json") { Description = "One JSON object, last on standard output." };
        var command = new Command(
            "diff",
            "Compares the rows of events and user_windows of two services of one database, numbers to the last bit (0 and -0 differ), in one state of both. " +
            "Exit code 0: equal; 1: not.")
        {
            services, limit, json, address,
        };
        command.SetAction((parsed, cancellationToken) => ReportAction.RunAsync(
            () => RunAsync(
                parsed.GetValue(services) ?? [], parsed.GetValue(address), parsed.GetValue(limit), parsed.GetValue(json), cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] services, string? address, int examples, bool json, CancellationToken cancellationToken)
    {
        if (services.Length != 2 || services[0] == services[1])
        {
            throw new CommandFailedException(
                $"--service-id is given as {string.Join(", ", services.Select(service => $"'{service}'"))}; two different services are compared: --service-id A --service-id B.");
        }

        if (examples < 0)
        {
            throw new CommandFailedException($"--limit is {examples}; 0 (no examples) or more is right.");
        }

        DatabaseOptions[] options = [.. services.Select(service => DatabaseSettings.Read(address, service))];
        var diff = new ServiceDiff(services[0], services[1], examples);
        IReadOnlyList<TableDiff> tables = await ReportDatabase.ReadAsync(
            options[0], services, queries => diff.CompareAsync(queries, cancellationToken), cancellationToken);
        await Console.Out.WriteLineAsync(json ? DiffText.Json(services, tables) : DiffText.Describe(services, tables));
        return tables.All(table => table.IsEqual) ? ExitCodes.Success : ExitCodes.Failure;
    }
}
