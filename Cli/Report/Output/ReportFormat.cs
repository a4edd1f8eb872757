namespace PathwayOrleans.Cli.Report.Output;

/// <summary>How a report is written.</summary>
internal enum ReportFormat
{
    Table,
    Csv,
    Json,
}
