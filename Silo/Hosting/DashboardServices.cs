using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Dashboard;
using PathwayOrleans.Silo.Membership;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>Registers the Orleans dashboard with longer periods, because they cost the same whether it is open or not.</summary>
internal static class DashboardServices
{
    // Every update is a round of grain calls and queries in each silo.
    private const int UpdateMilliseconds = 5000;

    // The host's period has no public setting. By default it reads all metrics of the silo once a second.
    private const string Host = "Orleans.Dashboard.DashboardHost";
    private const string HostPeriod = "ExportIntervalMilliseconds";

    internal static void AddPathwayDashboard(this ISiloBuilder silo) => AfterSiloStart.Delay(silo.Services, () =>
    {
        silo.AddDashboard(options => options.CounterUpdateIntervalMs = UpdateMilliseconds);
        SetHostPeriod(silo.Services);
    });

    private static void SetHostPeriod(IServiceCollection services)
    {
        Type type = OrleansMembers.Type(typeof(DashboardOptions).Assembly, Host);
        PropertyInfo period = OrleansMembers.Property(type, HostPeriod);
        services.Remove(services.Single(service => service.ServiceType == type));
        services.AddSingleton(type, provider =>
        {
            object host = ActivatorUtilities.CreateInstance(provider, type);
            period.SetValue(host, UpdateMilliseconds);
            return host;
        });
    }
}
