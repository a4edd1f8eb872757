using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>
/// Starts Orleans. If that fails, services that wait for the silo (<see cref="AfterSiloStart"/>) end: the host starts all
/// services concurrently, and reports the error only when all have ended.
/// </summary>
internal sealed class SiloStart(IHostedService orleans, SiloRuntime silo) : IHostedService, IAsyncDisposable
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await orleans.StartAsync(cancellationToken);
        }
        catch (OrleansLifecycleCanceledException e)
        {
            // The silo is stopped while it starts. The host knows only the exception of .NET for that.
            silo.StartFailed();
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
        catch
        {
            silo.StartFailed();
            throw;
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => orleans.StopAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (orleans is IAsyncDisposable asynchronous)
        {
            await asynchronous.DisposeAsync();
        }
        else if (orleans is IDisposable disposable)
        {
            disposable.Dispose();
        }
    }

    /// <summary>Replaces Orleans' hosted service.</summary>
    internal static void Replace(IServiceCollection services)
    {
        ServiceDescriptor orleans = services.Single(service => service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly == typeof(Orleans.Runtime.Silo).Assembly);
        services.Remove(orleans);
        services.AddSingleton<IHostedService>(provider => new SiloStart(
            (IHostedService)ActivatorUtilities.CreateInstance(provider, orleans.ImplementationType!),
            provider.GetRequiredService<SiloRuntime>()));
    }
}
