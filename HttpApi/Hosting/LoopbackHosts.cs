using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>
/// Protects what is served on the loopback interface from web pages: a page whose name resolves to 127.0.0.1 (DNS rebinding)
/// could read it otherwise.
/// </summary>
public static class LoopbackHosts
{
    private const string LocalName = "localhost";

    /// <summary>Answers 400 to requests over the loopback interface whose host is another name.</summary>
    public static void UseLoopbackHosts(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Connection.LocalIpAddress is { } address && IPAddress.IsLoopback(address)
            && !IsLoopback(context.Request.Host))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync(new
            {
                error = $"'{context.Request.Host}' is not a name of this listener; use {LocalName} or {IPAddress.Loopback}.",
            });
            return;
        }

        await next(context);
    });

    // A request without a host does not come from a web page.
    private static bool IsLoopback(HostString host) =>
        !host.HasValue
        || host.Host.Equals(LocalName, StringComparison.OrdinalIgnoreCase)
        || host.Host.EndsWith($".{LocalName}", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host, out IPAddress? address) && IPAddress.IsLoopback(address));
}
