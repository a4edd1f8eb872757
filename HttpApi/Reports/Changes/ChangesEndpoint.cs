using System.Globalization;
using Microsoft.AspNetCore.Http;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;
using PathwayOrleans.Storage.Reading.Views;

namespace PathwayOrleans.HttpApi.Reports.Changes;

/// <summary>
/// The changes of a key as server-sent events: first an event <c>change</c> with its rows, then one whenever they differ;
/// <c>heartbeat</c> if there is nothing else to send; <c>ended</c> if the view cannot be read any more.
/// </summary>
internal static class ChangesEndpoint
{
    internal const string Path = "/api/views/{view}/changes";

    internal const string MediaType = "text/event-stream";

    private const int RetrySeconds = 10;

    internal static Task<IResult> AnswerAsync(HttpContext context, BoundedQueries queries, ViewWatch watch) =>
        ReportAnswer.TryAsync(async () =>
        {
            ReportValues values = new ReportRequest(ViewReports.Changes, context.Request).Values;
            WatchedKey key = await WatchedKey.ReadAsync(queries, values, context.RequestAborted);
            if (HttpMethods.IsHead(context.Request.Method))
            {
                // An answer without a body needs no listener, and it would not end.
                context.Response.ContentType = MediaType;
                return Results.Empty;
            }

            if (watch.Add(key) is { } listener)
            {
                context.Response.RegisterForDispose(listener);
                return TypedResults.ServerSentEvents(listener.ReadAsync(context.RequestAborted));
            }

            context.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
            return Results.Json(
                new
                {
                    error = $"This process has {ViewWatch.MaxListeners} listeners to changes, which is the most it serves. " +
                        "Try again later, ask another process, or read /api/views/NAME at an interval.",
                },
                ReportJson.Options,
                statusCode: StatusCodes.Status503ServiceUnavailable);
        });
}
