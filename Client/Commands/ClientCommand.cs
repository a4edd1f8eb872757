using System.CommandLine;
using System.CommandLine.Help;
using PathwayOrleans.Client.Configuration;
using PathwayOrleans.Client.Connection;
using PathwayOrleans.Client.Shell;
using PathwayOrleans.CommandLine;

namespace PathwayOrleans.Client.Commands;

/// <summary>The program's command line: a command, or a prompt if there is none.</summary>
internal static class ClientCommand
{
    private const string Help =
        "Queries a running cluster of silos, which it finds through the membership table. Without a command: shows a prompt on " +
        "a terminal, otherwise reads commands from standard input, one per line. Configured like the silos (appsettings.json, " +
        "environment variables such as Pathway__Database__ConnectionString).";

    // Not a RootCommand: its name would be that of the assembly.
    internal static Command Create(TimeProvider time)
    {
        var connection = new ConnectionArguments();
        var verbose = new Option<bool>("--verbose")
        {
            Description = "Writes the log of Orleans to standard error.",
            Recursive = true,
        };
        var commands = new ClusterCommands(new OneShotRunner(connection, verbose, time), time);
        var command = new Command("client", Help) { new HelpOption(), new VersionOption() };
        connection.AddTo(command);
        command.Options.Add(verbose);
        commands.AddTo(command);
        command.Subcommands.Add(WaitCommand.Create());
        command.SetAction((parsed, cancellationToken) => CommandAction.RunAsync(
            async () =>
            {
                ClientSettings settings = connection.Read(parsed);
                await using ClusterConnection cluster = await ClusterConnection.OpenAsync(
                    settings, parsed.GetValue(verbose), time, cancellationToken);
                return await ClientShell.RunAsync(cluster, settings, commands.Json(parsed), parsed.GetValue(verbose), time);
            },
            cancellationToken,
            ClientErrors.Describe(parsed.GetValue(verbose))));
        return command;
    }
}
