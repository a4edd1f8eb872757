namespace PathwayOrleans.Cli.Report.Output;

/// <summary>The output format of a report.</summary>
internal enum ReportFormat
{
    Table,
    Csv,
    Json,
}
