using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>
/// Starts a hosted service when the silo is active. The host starts its services concurrently, so that health is served while
/// the silo still waits for its database or source; a service that calls grains when it starts would fail during that time.
/// </summary>
internal sealed class AfterSiloStart(IHostedService inner, SiloRuntime silo) : IHostedService
{
    private bool _isStarted;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!await silo.Active.WaitAsync(cancellationToken))
        {
            return;
        }

        await inner.StartAsync(cancellationToken);
        _isStarted = true;
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        _isStarted ? inner.StopAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Makes the hosted services that <paramref name="add"/> registers wait until the silo is active.</summary>
    internal static void Delay(IServiceCollection services, Action add)
    {
        ServiceDescriptor[] others = [.. services];
        add();
        ServiceDescriptor[] delayed =
            [.. services.Except(others).Where(service => service.ServiceType == typeof(IHostedService))];
        foreach (ServiceDescriptor service in delayed)
        {
            services.Remove(service);
            services.AddSingleton<IHostedService>(provider => new AfterSiloStart(
                Create(service, provider), provider.GetRequiredService<SiloRuntime>()));
        }
    }

    private static IHostedService Create(ServiceDescriptor service, IServiceProvider provider) => (IHostedService)(
        service.ImplementationInstance
        ?? service.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!));
}
