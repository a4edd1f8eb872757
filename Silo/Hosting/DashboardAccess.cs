using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Dashboard;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>Serves the Orleans dashboard on its own listener, to requests that have the key.</summary>
internal static class DashboardAccess
{
    internal const string Path = "/dashboard";

    private const string Cookie = "pathway-dashboard";
    private const string Bearer = "Bearer ";

    /// <summary>Adds the listener and the routes.</summary>
    internal static void MapDashboard(this WebApplication app)
    {
        DashboardAccessOptions options = app.Services.GetRequiredService<IOptions<DashboardAccessOptions>>().Value;
        if (!options.Enabled)
        {
            return;
        }

        app.Urls.Add(options.Url);
        app.MapOrleansDashboard(Path).AddEndpointFilter(async (context, next) =>
            Admit(context.HttpContext, app, options) is { } refusal ? refusal : await next(context));
    }

    /// <summary>The address of the dashboard. It is known when the host has started.</summary>
    internal static Uri Address(IEnumerable<string> urls) => new(new Uri(urls.Last()), Path);

    // The second listener serves the dashboard; the first one, which is public, answers 404.
    private static IResult? Admit(HttpContext context, WebApplication app, DashboardAccessOptions options)
    {
        if (context.Connection.LocalPort != Address(app.Urls).Port)
        {
            return Results.NotFound();
        }

        if (options.Key is null)
        {
            return null;
        }

        string? offered = context.Request.Query["key"].FirstOrDefault();
        if (offered is not null && IsKey(offered, options.Key))
        {
            // The requests that the page sends have no query.
            context.Response.Cookies.Append(
                Cookie, offered, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = Path });
            return null;
        }

        string authorization = context.Request.Headers.Authorization.ToString();
        offered = authorization.StartsWith(Bearer, StringComparison.Ordinal)
            ? authorization[Bearer.Length..]
            : context.Request.Cookies[Cookie];
        return offered is not null && IsKey(offered, options.Key)
            ? null
            : Results.Text(
                $"The dashboard requires the key of {DashboardAccessOptions.Section}:Key: open {Path}?key=….",
                statusCode: StatusCodes.Status401Unauthorized);
    }

    private static bool IsKey(string offered, string key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(offered), Encoding.UTF8.GetBytes(key));
}
