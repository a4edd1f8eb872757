using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Engine.Configuration;
using PathwayOrleans.Engine.Startup;
using PathwayOrleans.HttpApi.Hosting;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Cli.Pipeline;

/// <summary><c>pipeline accept</c>: changes of a service's pipeline that a start refuses.</summary>
internal static class AcceptCommand
{
    internal static Command Create()
    {
        var database = new DatabaseArguments();
        var file = new Argument<string?>("FILE")
        {
            Description = "The pipeline that the service is to have, also if another one has replaced it.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var drop = new Option<string[]>("--drop")
        {
            Description = "Deletes a materialized view with its rows first, so that a view of this name may be new.",
            HelpName = "NAME",
        };
        var yes = new Option<bool>("--yes") { Description = "Deletes without asking for confirmation." };
        Option<bool> json = PipelineCommand.Json();
        var command = new Command(
            "accept",
            "Makes a pipeline that was replaced the one of the service again, or deletes views with their rows. Processes with " +
            "another pipeline stop at their next commit.")
        {
            file, drop, yes, json,
        };
        database.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(file) is null && result.GetValue(drop) is not { Length: > 0 })
            {
                result.AddError("Give the FILE of a pipeline, or --drop with the name of a view, or both.");
            }
        });
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            () => RunAsync(
                PathwayConfiguration.Load(database.Overrides(parsed)),
                parsed.GetValue(file),
                parsed.GetValue(drop) ?? [],
                parsed.GetValue(yes),
                parsed.GetValue(json),
                cancellationToken),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        IConfiguration configuration, string? file, string[] drop, bool confirmed, bool json, CancellationToken cancellationToken)
    {
        DatabaseOptions options = DatabaseConfiguration.Read(configuration);
        string place = DatabaseConfiguration.Describe(options);
        if (drop.Length > 0 && !confirmed)
        {
            await Confirmation.RequireAsync($"{string.Join(", ", drop)} in {place} will be deleted with all rows.");
        }

        WindowOptions windows = configuration.GetSection(WindowOptions.Section).Get<WindowOptions>() ?? new();
        using ILoggerFactory logs = ErrorLog.Create();
        IReadOnlyList<string> views = await PipelineAcceptance.RunAsync(
            options, windows.IdleTimeout, file, drop, logs, cancellationToken);
        string[] done =
        [
            .. drop.Select(name => $"deleted {name}"),
            .. file is null ? Array.Empty<string>() : [$"{file} is the pipeline of the service, with {string.Join(", ", views)}"],
        ];
        await Console.Out.WriteLineAsync(json
            ? PipelineJson.Line(new { schema = ServiceId.Schema(options.ServiceId), dropped = drop, file, views }).TrimEnd()
            : $"{place}: {string.Join("; ", done)}.");
        return ExitCodes.Success;
    }
}
