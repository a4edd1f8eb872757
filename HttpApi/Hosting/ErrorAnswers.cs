using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>Gives errors of the web server, such as an unknown path, a body that says what is wrong.</summary>
public static class ErrorAnswers
{
    // Paths of earlier versions, and what replaces them.
    private static readonly Dictionary<string, string> Replaced = new(StringComparer.OrdinalIgnoreCase)
    {
        ["/api/windows"] = "windows are views, and /api/views/NAME has the rows of one",
        ["/api/totals"] = "windows are views, and /api/views/NAME/totals has the totals of one",
    };

    /// <summary>Answers with a JSON object wherever the answer would be an error without a body.</summary>
    public static void UseErrorAnswers(this IApplicationBuilder app) => app.UseStatusCodePages(async pages =>
    {
        HttpRequest request = pages.HttpContext.Request;
        HttpResponse response = pages.HttpContext.Response;
        string error = response.StatusCode switch
        {
            StatusCodes.Status404NotFound when Replaced.TryGetValue($"{request.Path}".TrimEnd('/'), out string? instead) =>
                $"There is nothing at {request.Path} any more: {instead}; /api/views lists them.",
            StatusCodes.Status404NotFound => $"There is nothing at {request.Path}; / lists the addresses.",
            StatusCodes.Status405MethodNotAllowed => $"{request.Path} does not accept {request.Method}; use GET or HEAD.",
            _ => "The request cannot be answered.",
        };
        await response.WriteAsJsonAsync(new { error });
    });
}
