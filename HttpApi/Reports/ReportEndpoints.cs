using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.HttpApi.Reports.Changes;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.HttpApi.Reports;

/// <summary>
/// The reports as JSON: <c>{"rows":[…],"next":…}</c>. The value of <c>next</c> is the parameter <c>after</c> of the next page;
/// it is null on the last page.
/// </summary>
internal static class ReportEndpoints
{
    /// <summary>The path of the users, which also serves single users and is mapped separately.</summary>
    internal const string Users = "/api/users";

    private const string View = "/api/views/{view}";

    /// <summary>The reports and their paths.</summary>
    internal static IReadOnlyList<(string Path, ReportDefinition Report)> All { get; } =
    [
        ("/api/views", ViewReports.List),
        (View, ViewReports.Rows),
        ($"{View}/top", ViewReports.Top),
        ($"{View}/totals", ViewReports.Totals),
        ($"{View}/chart", ViewReports.Chart),
        (Users, EventReports.OfUsers),
        ("/api/top", EventReports.Top),
        ("/api/dead-letters", EventReports.DeadLetters),
        ("/api/progress", EventReports.Progress),
    ];

    /// <summary>Maps all of them except <see cref="Users"/>.</summary>
    internal static void MapReports(this IEndpointRouteBuilder routes)
    {
        foreach ((string path, ReportDefinition report) in All.Where(report => report.Path != Users))
        {
            routes.MapRead(path, (HttpContext context, BoundedQueries queries, IEngineMonitor engine) =>
                AnswerAsync(report, context, queries, engine));
        }

        routes.MapRead(ChangesEndpoint.Path, ChangesEndpoint.AnswerAsync);
        routes.MapRead(ApiDescription.Path, () => Results.Text(ApiDescription.Json, "application/json"));
    }

    /// <summary>Answers a request for a report.</summary>
    internal static Task<IResult> AnswerAsync(
        ReportDefinition report, HttpContext context, BoundedQueries queries, IEngineMonitor engine) =>
        ReportAnswer.GiveAsync(async () =>
        {
            var request = new ReportRequest(report, context.Request);
            OpenReport open = await report.OpenAsync(queries, request.Values, context.RequestAborted);
            return await WithLag(open, engine).AnswerAsync(request.Page, context.RequestAborted);
        });

    // The engine has the ends of the logs that this process reads.
    private static OpenReport WithLag(OpenReport report, IEngineMonitor engine) => report with
    {
        ReadAsync = async (page, token) =>
        {
            ReportPage<object> found = await report.ReadAsync(page, token);
            return found with { Rows = [.. found.Rows.Select(row => row is ProgressEntry entry ? Of(entry, engine) : row)] };
        },
    };

    private static ProgressEntry Of(ProgressEntry row, IEngineMonitor engine) => row with
    {
        Lag = row.Source == engine.Status.Source
            ? engine.Partitions.FirstOrDefault(partition => partition.Partition == row.Partition)?.Lag
            : null,
    };
}
