namespace PathwayOrleans.Cli.Report.Output;

/// <summary>Writes the rows of a report to standard output, one by one.</summary>
internal interface IRowWriter
{
    /// <summary>Writes a row.</summary>
    Task WriteAsync(object row);

    /// <summary>Called after the last row.</summary>
    /// <param name="next">The cursor of the next page; null if there is none.</param>
    /// <param name="facts">Additional members of the JSON object.</param>
    Task EndAsync(string? next, IReadOnlyDictionary<string, object?> facts);
}
