using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Batch;

/// <summary>Parses times on the command line.</summary>
internal static class BatchTime
{
    /// <summary>Parses a time in the formats of <see cref="ReportTime.Remedy"/>.</summary>
    /// <returns>Milliseconds since the epoch; null for null.</returns>
    /// <exception cref="CommandFailedException">The text is not a time, or has no time zone.</exception>
    internal static long? Parse(string option, string? text)
    {
        try
        {
            return ReportTime.Parse(option, text);
        }
        catch (ReportParameterException e)
        {
            throw new CommandFailedException(e.Message, e);
        }
    }
}
