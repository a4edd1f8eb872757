using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.HttpApi.Reports;
using PathwayOrleans.HttpApi.Reports.Changes;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.HttpApi;

/// <summary>Maps health checks for orchestrators, and status and data as JSON.</summary>
public static class MonitoringEndpoints
{
    private const string UsersPath = "/api/users/";

    // The answer to a request without a path.
    private static readonly string[] Index =
    [
        "/healthz", "/readyz", "/api/status", "/api/partitions", $"{UsersPath}ID",
        .. ReportEndpoints.All.Select(report => report.Path).Append(ChangesEndpoint.Path)
            .Select(path => path.Replace("{view}", "NAME", StringComparison.Ordinal)),
        ApiDescription.Path,
    ];

    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Maps <c>/healthz</c> (the process runs; no other check), <c>/readyz</c> (database and broker answer, partitions are
    /// assigned), <c>/api/status</c>, <c>/api/partitions</c> and <c>/api/users/{id}</c> (read from the database, so
    /// the same from any process: all durable events and no others). <c>/api/users?id=</c> also finds the users <c>.</c> and
    /// <c>..</c>, which a path cannot contain. The reports are in <see cref="ReportEndpoints.All"/>.
    /// </summary>
    public static void MapPathwayMonitoring(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", () => Results.Json(new { endpoints = Index }));
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
        IReadOnlyList<string> problems;
        try
        {
            problems = await engine.FindProblemsAsync(both.Token);
        }
        catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
        {
            problems = [DatabaseErrors.Describe(e)];
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            problems = [$"no answer from the database or the broker within {ReadyTimeout.TotalSeconds:0} s"];
        }

        return problems.Count == 0
            ? Results.Json(new { status = "ready" })
            : Results.Json(new { status = "not ready", problems }, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> UserAsync(
        HttpContext context, StateReader state, BoundedQueries queries, IEngineMonitor engine, CancellationToken aborted)
    {
        if (UserId(context) is not { } id)
        {
            return await ReportEndpoints.AnswerAsync(EventReports.OfUsers, context, queries, engine);
        }

        if (id.Length == 0 || id.Contains('\0', StringComparison.Ordinal))
        {
            return Error(StatusCodes.Status400BadRequest, "The user id must not be empty and must not contain U+0000.");
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

    // From the raw path: the decoded one does not distinguish "a/b" from "a%2Fb". Null if the request has no user id.
    private static string? UserId(HttpContext context)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        int start = target.IndexOf(UsersPath, StringComparison.Ordinal);
        string? inPath = start < 0 ? null : Uri.UnescapeDataString(target[(start + UsersPath.Length)..]);
        return context.Request.Query["id"].FirstOrDefault() ?? inPath;
    }

    private static IResult Error(int statusCode, string message) => Results.Json(new { error = message }, statusCode: statusCode);
}
