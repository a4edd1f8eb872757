namespace PathwayOrleans.Cli.Report.Output;

/// <summary>The output format of a report.</summary>
internal enum ReportFormat
{
    Table,
    Csv,

    /// <summary>CSV in which no text is a formula.</summary>
    Spreadsheet,
    Json,
}
