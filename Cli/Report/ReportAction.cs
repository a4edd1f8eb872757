using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Kafka;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report;

/// <summary>Runs a report and reports invalid options.</summary>
internal static class ReportAction
{
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
                throw new CommandFailedException(
                    $"--{e.Parameter} is '{Printable.Sanitize(e.Value)}'; {Printable.Sanitize(e.Remedy)}.", e);
            }
        },
        cancellationToken,
        KafkaErrors.Describe);

    /// <summary>Throws if the user or the window does not exist.</summary>
    /// <exception cref="UnknownSubjectException">One does not exist; the message names existing ones.</exception>
    internal static async Task RequireSubjectsAsync(
        IQueries queries, string? user, string? window, CancellationToken cancellationToken)
    {
        var subjects = new ReportSubjects(queries);
        await subjects.RequireUserAsync(user, cancellationToken);
        await subjects.RequireWindowAsync(window, cancellationToken);
    }
}
