using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PathwayOrleans.Monitoring.Status;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading;

namespace PathwayOrleans.Monitoring.Http;

/// <summary>Health for orchestrators, and state as JSON for everybody else.</summary>
public static class MonitoringEndpoints
{
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// <c>/healthz</c> (the process runs; asks nobody), <c>/readyz</c> (database and broker answer, partitions
    /// come), <c>/api/status</c>, <c>/api/partitions</c> and <c>/api/users/{id}</c> (from the database, so from
    /// any process; with every durable event and none that is not).
    /// </summary>
    public static void MapPathwayMonitoring(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/healthz", () => Results.Json(new { status = "alive" }));
        routes.MapGet("/readyz", ReadyAsync);
        routes.MapGet("/api/status", (IEngineMonitor engine) => Results.Json(engine.Status));
        routes.MapGet("/api/partitions", (IEngineMonitor engine) => Results.Json(engine.Partitions));
        routes.MapGet("/api/users/{**id}", UserAsync);
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
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            obstacles = [$"no answer from the database or the broker within {ReadyTimeout.TotalSeconds:0} s"];
        }

        return obstacles.Count == 0
            ? Results.Json(new { status = "ready" })
            : Results.Json(new { status = "not ready", obstacles }, statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> UserAsync(string id, StateReader state, CancellationToken aborted)
    {
        if (id.Contains('\0', StringComparison.Ordinal))
        {
            return Error(StatusCodes.Status400BadRequest, "A user id has no U+0000.");
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

    private static IResult Error(int statusCode, string message) => Results.Json(new { error = message }, statusCode: statusCode);
}
