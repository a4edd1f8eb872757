using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>
/// Starts a hosted service only once the silo is active. The host starts its services side by side, so that health is
/// served while the silo still waits; a service that calls grains as soon as it starts would fail meanwhile.
/// </summary>
internal sealed class AfterSiloStart(IHostedService inner, SiloRuntime silo) : IHostedService
{
    private bool _isStarted;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await silo.Active.WaitAsync(cancellationToken);
        await inner.StartAsync(cancellationToken);
        _isStarted = true;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _isStarted ? inner.StopAsync(cancellationToken) : Task.CompletedTask;

    /// <summary>Has the hosted services wait that <paramref name="add"/> adds.</summary>
    internal static void Hold(IServiceCollection services, Action add)
    {
        ServiceDescriptor[] others = [.. services];
        add();
        foreach (ServiceDescriptor held in services.Except(others).Where(service => service.ServiceType == typeof(IHostedService)).ToArray())
        {
            services.Remove(held);
            services.AddSingleton<IHostedService>(provider => new AfterSiloStart(Create(held, provider), provider.GetRequiredService<SiloRuntime>()));
        }
    }

    private static IHostedService Create(ServiceDescriptor service, IServiceProvider provider) => (IHostedService)(
        service.ImplementationInstance
        ?? service.ImplementationFactory?.Invoke(provider)
        ?? ActivatorUtilities.CreateInstance(provider, service.ImplementationType!));
}
