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

    /// <summary>
    /// Adds the listener and the route. The dashboard's own routes are made for the first request to it: that compresses 17 MB
    /// of its files and compiles 23 request handlers, which is a quarter of the CPU time of a silo's start.
    /// </summary>
    internal static void MapDashboard(this WebApplication app)
    {
        DashboardAccessOptions options = app.Services.GetRequiredService<IOptions<DashboardAccessOptions>>().Value;
        if (!options.Enabled)
        {
            return;
        }

        app.Urls.Add(options.Url);
        var dashboard = new Lazy<RequestDelegate>(() => Build(app.Services));
        app.MapGet($"{Path}/{{**path}}", (RequestDelegate)(context => Admit(context, app, options) is { } refusal
            ? refusal.ExecuteAsync(context)
            : dashboard.Value(context)));
    }

    /// <summary>The address of the dashboard. It is known when the host has started.</summary>
    internal static Uri Address(IEnumerable<string> urls) => new(new Uri(urls.Last()), Path);

    private static RequestDelegate Build(IServiceProvider services)
    {
        var dashboard = new ApplicationBuilder(services);
        dashboard.Use(next => context =>
        {
            // Requests that have an endpoint already are not routed.
            context.SetEndpoint(null);
            return next(context);
        });
        dashboard.UseRouting();
        dashboard.UseEndpoints(routes => routes.MapOrleansDashboard(Path));
        return dashboard.Build();
    }

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
