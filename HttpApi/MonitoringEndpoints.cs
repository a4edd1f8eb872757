using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;
using PathwayOrleans.Engine.Status;
using PathwayOrleans.HttpApi.Reports;
using PathwayOrleans.HttpApi.Reports.Changes;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.HttpApi;

/// <summary>Maps health checks for orchestrators, and status and data as JSON.</summary>
public static class MonitoringEndpoints
{
    private const string UsersPath = "/api/users/";
    private const string UserIdParameter = "id";

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
        routes.MapRead("/", () => Results.Json(new { endpoints = Index }));
        routes.MapRead("/healthz", () => Results.Json(new { status = "alive" }));
        routes.MapRead("/readyz", ReadyAsync);
        routes.MapRead("/api/status", (HttpContext context, IEngineMonitor engine) =>
            WithoutParameters(context, () => engine.Status));
        routes.MapRead("/api/partitions", (HttpContext context, IEngineMonitor engine) =>
            WithoutParameters(context, () => engine.Partitions));
        routes.MapRead(UsersPath + "{**id}", UserAsync);
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

    // The probes accept any query: a health check must not fail because of it.
    private static Task<IResult> WithoutParameters(HttpContext context, Func<object> answer) => ReportAnswer.TryAsync(() =>
    {
        QueryParameters.Require(context.Request);
        return Task.FromResult(Results.Json(answer()));
    });

    private static Task<IResult> UserAsync(
        HttpContext context, StateReader state, BoundedQueries queries, IEngineMonitor engine, CancellationToken aborted) =>
        ReportAnswer.TryAsync(async () =>
        {
            if (UserId(context) is not { } id)
            {
                return await ReportEndpoints.AnswerAsync(EventReports.OfUsers, context, queries, engine);
            }

            if (id.Length == 0 || id.Contains('\0', StringComparison.Ordinal))
            {
                throw new ReportParameterException(UserIdParameter, id, "it must not be empty and must not contain U+0000");
            }

            return await state.FindTotalsAsync(id, aborted) is { } totals
                ? Results.Json(totals)
                : Error(StatusCodes.Status404NotFound, $"There is no user '{id}'.");
        });

    // From the raw path: the decoded one does not distinguish "a/b" from "a%2Fb". Null if the request has no user id.
    private static string? UserId(HttpContext context)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.Split('?')[0];
        int start = target.IndexOf(UsersPath, StringComparison.Ordinal);
        if (start >= 0)
        {
            QueryParameters.Require(context.Request);
            return Uri.UnescapeDataString(target[(start + UsersPath.Length)..]);
        }

        if (!context.Request.Query.TryGetValue(UserIdParameter, out StringValues given))
        {
            return null;
        }

        QueryParameters.Require(context.Request, UserIdParameter);
        return given is [{ } id]
            ? id
            : throw new ReportParameterException(UserIdParameter, given.ToString(), "it must be one user id");
    }

    private static IResult Error(int statusCode, string message) => Results.Json(new { error = message }, statusCode: statusCode);
}
