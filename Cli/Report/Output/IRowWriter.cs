namespace PathwayOrleans.Cli.Report.Output;

/// <summary>Writes a report's rows to standard output as they come.</summary>
internal interface IRowWriter<in T>
{
    Task WriteAsync(T row);

    /// <summary>After the last row.</summary>
    /// <param name="next">The cursor for the rows that follow; null where none do.</param>
    /// <param name="facts">What else a JSON object says, beside the rows.</param>
    Task EndAsync(string? next, IReadOnlyDictionary<string, object?> facts);
}
