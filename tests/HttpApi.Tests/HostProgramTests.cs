using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PathwayOrleans.CommandLine;
using PathwayOrleans.HttpApi.Hosting;

namespace PathwayOrleans.HttpApi.Tests;

public sealed class HostProgramTests
{
    [Fact]
    public async Task A_host_whose_service_never_stops_ends_on_request()
    {
        Assert.Equal(ExitCodes.Success, await HostProgram.RunAsync(Build<NeverStops>, _ => null, CancellationToken.None));
    }

    [Fact]
    public async Task A_host_whose_engine_fails_while_it_starts_ends_with_an_error()
    {
        int exitCode = await HostProgram.RunAsync(
            Build<FailsAtStart>, _ => new InvalidOperationException("The engine has failed."), CancellationToken.None);
        Assert.Equal(ExitCodes.Failure, exitCode);
    }

    private static WebApplication Build<T>()
        where T : class, IHostedService
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<T>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Lifetime.ApplicationStarted.Register(app.Lifetime.StopApplication);
        return app;
    }

    private sealed class NeverStops : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) =>
            Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
    }

    // As an engine does that fails before the other services have started.
    private sealed class FailsAtStart(IHostApplicationLifetime lifetime) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            lifetime.StopApplication();
            cancellationToken.ThrowIfCancellationRequested();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
