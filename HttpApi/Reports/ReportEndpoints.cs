using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.HttpApi.Reports;

/// <summary>
/// The reports as JSON: <c>{"rows":[…],"next":…}</c>. The value of <c>next</c> is the parameter <c>after</c> of the next page;
/// it is null on the last page.
/// </summary>
internal static class ReportEndpoints
{
    private static readonly string[] Paged = ["limit", "after"];
    private static readonly string[] Timed = ["since", "until", .. Paged];

    /// <summary>
    /// Maps <c>/api/windows</c>, <c>/api/top</c>, <c>/api/totals</c>, <c>/api/dead-letters</c> and <c>/api/progress</c>;
    /// <c>/api/users</c> is mapped separately, as it also serves single users.
    /// </summary>
    internal static void MapReports(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/api/windows", WindowsAsync);
        Map(routes, "/api/top", TopAsync);
        Map(routes, "/api/totals", TotalsAsync);
        Map(routes, "/api/dead-letters", DeadLettersAsync);
        routes.MapGet("/api/progress", (HttpContext context, BoundedQueries queries, IEngineMonitor engine) =>
            ReportAnswer.GiveAsync(() => ProgressAsync(context, queries, engine)));
    }

    /// <summary><c>/api/users</c> without an id.</summary>
    internal static Task<IResult> UsersAsync(HttpContext context, BoundedQueries queries) => ReportAnswer.GiveAsync(async () =>
    {
        var parameters = new ReportParameters(context.Request.Query, Timed);
        return await new UsersReport(queries).ReadAsync(null, parameters.Period, parameters.Page, context.RequestAborted);
    });

    private static void Map(IEndpointRouteBuilder routes, string path, Func<HttpContext, BoundedQueries, Task<object>> report) =>
        routes.MapGet(
            path, (HttpContext context, BoundedQueries queries) => ReportAnswer.GiveAsync(() => report(context, queries)));

    private static async Task<object> WindowsAsync(HttpContext context, BoundedQueries queries)
    {
        var parameters = new ReportParameters(context.Request.Query, ["user", "window", "state", .. Timed]);
        (string? user, WindowFilter filter, PageRequest page) = (parameters.Text("user"), parameters.Windows, parameters.Page);
        ReportPage<UserWindow> found = await new WindowsReport(queries).ReadAsync(user, filter, page, context.RequestAborted);
        await RequireSubjectsAsync(found, user, filter.Window, queries, context.RequestAborted);
        return found;
    }

    private static async Task<object> TopAsync(HttpContext context, BoundedQueries queries)
    {
        var parameters = new ReportParameters(context.Request.Query, ["by", .. Timed]);
        return await new TopUsersReport(queries).ReadAsync(
            parameters.Choice("by", TopOrder.Count), parameters.Period, parameters.Page, context.RequestAborted);
    }

    private static async Task<object> TotalsAsync(HttpContext context, BoundedQueries queries)
    {
        var parameters = new ReportParameters(context.Request.Query, ["window", "state", .. Timed]);
        WindowFilter filter = parameters.Windows;
        var report = new WindowTotalsReport(queries);
        ReportPage<WindowTotals> found = await report.ReadAsync(filter, parameters.Page, context.RequestAborted);
        await RequireSubjectsAsync(found, null, filter.Window, queries, context.RequestAborted);
        return found;
    }

    private static async Task<object> DeadLettersAsync(HttpContext context, BoundedQueries queries)
    {
        var parameters = new ReportParameters(context.Request.Query, ["reason", .. Timed]);
        var report = new DeadLettersReport(queries);
        if (parameters.Text("reason") is not { } reason)
        {
            return await report.ReadReasonsAsync(parameters.Period, parameters.Page, context.RequestAborted);
        }

        ReportPage<StoredDeadLetter> letters =
            await report.ReadLettersAsync(reason, parameters.Period, parameters.Page, context.RequestAborted);
        if (letters.Rows.Count == 0)
        {
            await new ReportSubjects(queries).RequireReasonAsync(reason, context.RequestAborted);
        }

        return letters;
    }

    private static async Task<object> ProgressAsync(HttpContext context, BoundedQueries queries, IEngineMonitor engine)
    {
        var report = new ProgressReport(queries);
        PageRequest page = new ReportParameters(context.Request.Query, Paged).Page;
        ReportPage<ProgressEntry> found = await report.ReadAsync(page, context.RequestAborted);
        GlobalWatermark watermark = await report.ReadWatermarkAsync(context.RequestAborted);
        return new { Rows = found.Rows.Select(row => ProgressRow.Of(row, engine)), found.Next, Watermark = watermark };
    }

    // An empty report of an unknown user or window is an error (404), so that a typo is not mistaken for no data.
    private static async Task RequireSubjectsAsync<T>(
        ReportPage<T> found, string? user, string? window, BoundedQueries queries, CancellationToken cancellationToken)
    {
        if (found.Rows.Count == 0)
        {
            var subjects = new ReportSubjects(queries);
            await subjects.RequireUserAsync(user, cancellationToken);
            await subjects.RequireWindowAsync(window, cancellationToken);
        }
    }
}
