using System.CommandLine;
using System.CommandLine.Help;
using PathwayOrleans.Client.Configuration;
using PathwayOrleans.Client.Connection;
using PathwayOrleans.Client.Shell;

namespace PathwayOrleans.Client.Commands;

/// <summary>The program's command line: a command, or none for a prompt.</summary>
internal static class ClientCommand
{
    private const string Help =
        "Asks a running cluster of silos, which it finds through their membership table. Without a command: a prompt on a terminal, " +
        "elsewhere the commands on standard input, a line each. Configured like the silos (appsettings.json, environment variables such as " +
        "Pathway__Database__ConnectionString).";

    // No RootCommand, whose name would be the assembly's.
    internal static Command Create(TimeProvider time)
    {
        var connection = new ConnectionArguments();
        var verbose = new Option<bool>("--verbose") { Description = "Orleans' own log, on standard error.", Recursive = true };
        var commands = new ClusterCommands(new OneShotRunner(connection, verbose, time), time);
        var command = new Command("client", Help) { new HelpOption(), new VersionOption() };
        connection.AddTo(command);
        command.Options.Add(verbose);
        commands.AddTo(command);
        command.Subcommands.Add(WaitCommand.Create());
        command.SetAction((parsed, cancellationToken) => CommandEnd.RunAsync(
            async () =>
            {
                ClientSettings settings = connection.Read(parsed);
                await using ClusterConnection cluster = await ClusterConnection.OpenAsync(settings, parsed.GetValue(verbose), time, cancellationToken);
                return await ClientShell.RunAsync(cluster, settings, commands.Json(parsed), parsed.GetValue(verbose), time);
            },
            parsed.GetValue(verbose),
            cancellationToken));
        return command;
    }
}
