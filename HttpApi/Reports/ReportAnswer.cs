using Microsoft.AspNetCore.Http;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.HttpApi.Reports;

/// <summary>Converts a report's result or error into an HTTP response.</summary>
internal static class ReportAnswer
{
    internal static Task<IResult> GiveAsync(Func<Task<object>> report) =>
        TryAsync(async () => Results.Json(await report(), ReportJson.Options));

    internal static async Task<IResult> TryAsync(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (ReportParameterException e)
        {
            return Results.Json(
                new { error = e.Message, e.Parameter, e.Value, e.Remedy },
                ReportJson.Options,
                statusCode: e is UnknownSubjectException ? StatusCodes.Status404NotFound : StatusCodes.Status400BadRequest);
        }
        catch (QueryLimitException e)
        {
            return Unavailable(e.Message);
        }
        catch (Exception e) when (DatabaseErrors.IsInfrastructure(e))
        {
            return Unavailable($"The database does not answer: {DatabaseErrors.Describe(e)}");
        }
    }

    private static IResult Unavailable(string reason) =>
        Results.Json(new { error = reason }, ReportJson.Options, statusCode: StatusCodes.Status503ServiceUnavailable);
}
