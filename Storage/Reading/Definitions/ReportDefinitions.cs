using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Reading.Definitions;

/// <summary>All reports.</summary>
internal static class ReportDefinitions
{
    private const string View = "view";

    private static readonly ReportDefinition[] All =
    [
        ViewReports.List, ViewReports.Rows, ViewReports.Changes, ViewReports.Totals, ViewReports.Chart, EventReports.OfUsers,
        EventReports.Top, EventReports.DeadLetters, EventReports.Progress,
    ];

    /// <summary>Finds the report of a name: the one of views if a view is given and there is one.</summary>
    /// <exception cref="ReportParameterException">There is no such report.</exception>
    internal static ReportDefinition Find(string name, IReadOnlyDictionary<string, IReadOnlyList<string>> given)
    {
        ReportDefinition found = Array.Find(All, report => report.Name == name) ?? throw new ReportParameterException(
            "report", name, $"there is no such report; {ReportSubjects.Suggest(name, All.Select(report => report.Name))}");
        return given.ContainsKey(View) && found.OfView is { } ofView ? ofView : found;
    }
}
