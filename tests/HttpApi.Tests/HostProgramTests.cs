using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
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
    public async Task The_log_of_a_host_that_is_overdue_is_completed()
    {
        using var log = new WrittenLog();
        await HostProgram.RunAsync(
            () => Build<NeverStops>(services => services.AddSingleton<ILoggerProvider>(log)), _ => null, CancellationToken.None);
        Assert.Contains(log.Written, message => message.StartsWith("The process did not stop in time", StringComparison.Ordinal));
        Assert.True(log.IsDisposed);
    }

    [Fact]
    public async Task A_host_that_is_overdue_while_it_is_disposed_ends_with_the_exit_code_of_its_engine()
    {
        int exitCode = await HostProgram.RunAsync(
            Build<NeverDisposed>, app => app.Services.GetRequiredService<NeverDisposed>().Failure, CancellationToken.None);
        Assert.Equal(ExitCodes.Failure, exitCode);
    }

    [Fact]
    public async Task A_host_whose_engine_fails_while_it_starts_ends_with_an_error()
    {
        int exitCode = await HostProgram.RunAsync(
            Build<FailsAtStart>, _ => new InvalidOperationException("The engine has failed."), CancellationToken.None);
        Assert.Equal(ExitCodes.Failure, exitCode);
    }

    [Fact]
    public async Task A_host_that_is_stopped_while_it_starts_its_services_concurrently_ends_without_an_error()
    {
        int exitCode = await HostProgram.RunAsync(
            () => Build<FailsAtStart>(services => services
                .AddSingleton<IHostedService, FailsAtStart>()
                .Configure<HostOptions>(host => host.ServicesStartConcurrently = true)),
            _ => null,
            CancellationToken.None);
        Assert.Equal(ExitCodes.Success, exitCode);
    }

    [Fact]
    public async Task Services_of_a_host_that_is_stopped_while_it_starts_end_before_it_is_disposed()
    {
        UsesServices? service = null;
        int exitCode = await HostProgram.RunAsync(
            () =>
            {
                WebApplication app = Build<UsesServices>(services => services.AddSingleton<IHostedService, FailsAfterAnother>());
                service = app.Services.GetRequiredService<UsesServices>();
                return app;
            },
            _ => null,
            CancellationToken.None);
        Assert.Equal(ExitCodes.Success, exitCode);
        Assert.Null(await service!.Result);
    }

    private static WebApplication Build<T>()
        where T : class, IHostedService => Build<T>(_ => { });

    private static WebApplication Build<T>(Action<IServiceCollection> configure)
        where T : class, IHostedService
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<T>().AddHostedService(services => services.GetRequiredService<T>());
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(100));
        configure(builder.Services);
        WebApplication app = builder.Build();
        app.Urls.Add("http://127.0.0.1:0");
        app.Lifetime.ApplicationStarted.Register(app.Lifetime.StopApplication);
        return app;
    }

    private sealed class WrittenLog : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _written = new();

        public IEnumerable<string> Written => _written;

        public bool IsDisposed { get; private set; }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // What is written after that is lost.
            if (!IsDisposed)
            {
                _written.Enqueue(formatter(state, exception));
            }
        }

        public void Dispose() => IsDisposed = true;
    }

    private sealed class NeverStops : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) =>
            Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
    }

    private sealed class NeverDisposed : IHostedService, IAsyncDisposable
    {
        public Exception? Failure { get; private set; }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Failure = new InvalidOperationException("The engine has failed.");
            return Task.CompletedTask;
        }

        public async ValueTask DisposeAsync() => await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
    }

    // As an engine does that writes to the database until it has stopped.
    private sealed class UsesServices(IServiceProvider services) : BackgroundService
    {
        private readonly TaskCompletionSource _started = new();
        private readonly TaskCompletionSource<Exception?> _result = new();

        public Task Started => _started.Task;

        public Task<Exception?> Result => _result.Task;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            _started.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _result.SetResult(Record.Exception(() => services.GetService<TimeProvider>()));
        }
    }

    private sealed class FailsAfterAnother(UsesServices other, IHostApplicationLifetime lifetime) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await other.Started;
            lifetime.StopApplication();
            cancellationToken.ThrowIfCancellationRequested();
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
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
