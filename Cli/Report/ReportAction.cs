using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Kafka;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report;

/// <summary>Runs a report and reports invalid options.</summary>
internal static class ReportAction
{
    // The parameter that is an argument of its command and not an option.
    private const string Place = "view";

    /// <summary>Runs a report like <see cref="CommandAction"/> does and returns the exit code.</summary>
    internal static Task<int> RunAsync(Func<Task<int>> report, CancellationToken cancellationToken) => CommandAction.RunAsync(
        async () =>
        {
            try
            {
                return await report();
            }
            catch (ReportParameterException e)
            {
                string parameter = e.Parameter == Place ? "NAME" : $"--{e.Parameter}";
                throw new CommandFailedException(Printable.Sanitize(e.MessageFor(parameter)), e);
            }
        },
        cancellationToken,
        KafkaErrors.Describe);
}
