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

    /// <summary>Has the hosted service of this name wait.</summary>
    internal static void Hold(IServiceCollection services, string implementation)
    {
        ServiceDescriptor held = services.Single(
            service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Name == implementation);
        services.Remove(held);
        services.AddSingleton<IHostedService>(provider => new AfterSiloStart(
            (IHostedService)ActivatorUtilities.CreateInstance(provider, held.ImplementationType!), provider.GetRequiredService<SiloRuntime>()));
    }
}
