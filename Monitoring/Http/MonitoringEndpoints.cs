using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using PathwayOrleans.Monitoring.Http.Reports;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Monitoring.Http;

/// <summary>Health for orchestrators, and state as JSON for everybody else.</summary>
public static class MonitoringEndpoints
{
    private const string UsersPath = "/api/users/";

    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// <c>/healthz</c> (the process runs; asks nobody), <c>/readyz</c> (database and broker answer, partitions
    /// come), <c>/api/status</c>, <c>/api/partitions</c> and <c>/api/users/{id}</c> (from the database, so from
    /// any process; with every durable event and none that is not). As <c>/api/users?id=</c> it also finds users
    /// called <c>.</c> and <c>..</c>, which no path can name. And the reports: <c>/api/users</c>, <c>/api/windows</c>,
    /// <c>/api/top</c>, <c>/api/totals</c>, <c>/api/dead-letters</c>, <c>/api/progress</c>.
    /// </summary>
    public static void MapPathwayMonitoring(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Results.Json(new { status = "alive" }));
        routes.MapGet("/readyz", ReadyAsync);
        routes.MapGet("/api/status", (IEngineMonitor engine) => Results.Json(engine.Status));
        routes.MapGet("/api/partitions", (IEngineMonitor engine) => Results.Json(engine.Partitions));
        routes.MapGet(UsersPath + "{**id}", UserAsync);
        routes.MapReports();
    }

    private static async Task<IResult> ReadyAsync(IEngineMonitor engine, TimeProvider time, CancellationToken aborted)
    {
        using var limit = new CancellationTokenSource(ReadyTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, aborted);
        IReadOnlyList<string> obstacles;
        try
        {
            obstacles = await engine.FindObstaclesAsync(both.Token);
        }
        catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
        {
            obstacles = [DatabaseErrors.Describe(e)];
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            obstacles = [$"no answer from the database or the broker within {ReadyTimeout.TotalSeconds:0} s"];
        }

        return obstacles.Count == 0
            ? Results.Json(new { status = "ready" })
            : Results.Json(new { status = "not ready", obstacles }, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> UserAsync(HttpContext context, StateReader state, BoundedQueries queries, CancellationToken aborted)
    {
        if (UserId(context) is not { } id)
        {
            return await ReportEndpoints.UsersAsync(context, queries);
        }

        if (id.Length == 0 || id.Contains('\0', StringComparison.Ordinal))
        {
            return Error(StatusCodes.Status400BadRequest, "A user id is not empty and has no U+0000.");
        }

        try
        {
            return await state.FindTotalsAsync(id, aborted) is { } totals
                ? Results.Json(totals)
                : Error(StatusCodes.Status404NotFound, $"There is no user '{id}'.");
        }
        catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
        {
            return Error(StatusCodes.Status503ServiceUnavailable, $"The database does not answer: {DatabaseErrors.Describe(e)}");
        }
    }

    // From the path as it was sent: the decoded one cannot tell "a/b" from "a%2Fb". Null: no user was named.
    private static string? UserId(HttpContext context)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        int start = target.IndexOf(UsersPath, StringComparison.Ordinal);
        string? inPath = start < 0 ? null : Uri.UnescapeDataString(target[(start + UsersPath.Length)..]);
        return context.Request.Query["id"].FirstOrDefault() ?? inPath;
    }

    private static IResult Error(int statusCode, string message) => Results.Json(new { error = message }, statusCode: statusCode);
}
