using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>Gives errors of the web server, such as an unknown path, a body that says what is wrong.</summary>
public static class ErrorAnswers
{
    /// <summary>Answers with a JSON object wherever the answer would be an error without a body.</summary>
    public static void UseErrorAnswers(this IApplicationBuilder app) => app.UseStatusCodePages(async pages =>
    {
        HttpRequest request = pages.HttpContext.Request;
        HttpResponse response = pages.HttpContext.Response;
        string error = response.StatusCode switch
        {
            StatusCodes.Status404NotFound => $"There is nothing at {request.Path}; / lists the addresses.",
            StatusCodes.Status405MethodNotAllowed => $"{request.Path} does not accept {request.Method}; use GET or HEAD.",
            _ => "The request cannot be answered.",
        };
        await response.WriteAsJsonAsync(new { error });
    });
}
