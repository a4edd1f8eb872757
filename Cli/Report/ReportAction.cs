using PathwayOrleans.Producer.Command;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report;

/// <summary>Runs a report and says what was wrong with its options.</summary>
internal static class ReportAction
{
    /// <summary>The exit code, as <see cref="CommandAction"/> has them.</summary>
    internal static Task<int> RunAsync(Func<Task<int>> report, CancellationToken cancellationToken) => CommandAction.RunAsync(
        async () =>
        {
            try
            {
                return await report();
            }
            catch (ReportParameterException e)
            {
                throw new CommandFailedException($"--{e.Parameter} is '{Display.Printable.Of(e.Value)}'; {Display.Printable.Of(e.Remedy)}.", e);
            }
        },
        cancellationToken);

    /// <summary>Returns where there is such a user and such a window.</summary>
    /// <exception cref="UnknownSubjectException">There is not; the message says which there are.</exception>
    internal static async Task RequireSubjectsAsync(IQueries queries, string? user, string? window, CancellationToken cancellationToken)
    {
        var subjects = new ReportSubjects(queries);
        await subjects.RequireUserAsync(user, cancellationToken);
        await subjects.RequireWindowAsync(window, cancellationToken);
    }
}
