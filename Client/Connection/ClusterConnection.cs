using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using PathwayOrleans.Client.Configuration;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Connection;

/// <summary>A connection to a running cluster, found through its membership table.</summary>
internal sealed class ClusterConnection : ICluster, IAsyncDisposable
{
    private const long AnyKey = 0;

    private readonly IHost _host;
    private readonly IGrainFactory _grains;
    private readonly GrainCalls _calls;

    private ClusterConnection(IHost host, GrainCalls calls)
    {
        _host = host;
        _calls = calls;
        _grains = host.Services.GetRequiredService<IGrainFactory>();
    }

    /// <summary>Connects within <see cref="ClientSettings.ConnectTimeout"/>.</summary>
    /// <param name="settings">The cluster.</param>
    /// <param name="verbose">Whether Orleans logs to standard error.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Cancels connecting.</param>
    /// <exception cref="NoClusterException">The cluster cannot be reached; the message has the reason.</exception>
    internal static async Task<ClusterConnection> OpenAsync(
        ClientSettings settings, bool verbose, TimeProvider time, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(settings.ConnectTimeout, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        var table = new MembershipTable(settings);
        try
        {
            IReadOnlyList<Gateway> gateways = await table.FindGatewaysAsync(deadline.Token);
            IHost host = await StartAsync(settings, gateways, verbose, deadline.Token);
            return new ClusterConnection(host, new GrainCalls(settings, table, time));
        }
        catch (NoClusterException) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellationToken);
        }
    }

    public Task<UserTotals?> GetUserAsync(string userId, CancellationToken cancellationToken) =>
        _calls.AskAsync(() => _grains.GetUser(userId).GetTotals(), cancellationToken);

    public Task<ClusterStatus> GetStatusAsync(CancellationToken cancellationToken) =>
        _calls.AskAsync(() => _grains.GetGrain<IClusterStatusGrain>(AnyKey).GetStatus(), cancellationToken);

    public async Task<ReadReport> ReadReportAsync(
        string report, Dictionary<string, string[]> parameters, int limit, CancellationToken cancellationToken)
    {
        ReportAnswer answer = await _calls.AskAsync(
            () => _grains.GetGrain<IReportGrain>(AnyKey).Read(report, parameters, limit, after: null), cancellationToken);
        return answer.Error is { } error
            ? throw new CommandFailedException(Printable.Sanitize(error))
            : new ReadReport(JsonElement.Parse(answer.Json!), answer.Note);
    }

    public Task<IReadOnlyList<DeadLetterInfo>> GetDeadLettersAsync(int limit, CancellationToken cancellationToken) =>
        _calls.AskAsync(() => _grains.GetGrain<IReportGrain>(AnyKey).DeadLetters(limit), cancellationToken);

    public async ValueTask DisposeAsync() => await LeaveAsync(_host);

    private static async Task<IHost> StartAsync(
        ClientSettings settings, IReadOnlyList<Gateway> gateways, bool verbose, CancellationToken deadline)
    {
        IHost host = OrleansClient.Build(settings, verbose);
        try
        {
            // StartAsync does not observe its token while a gateway has accepted the connection and does not answer.
            await host.StartAsync(deadline).WaitAsync(deadline);
            return host;
        }
        catch (Exception e)
        {
            await LeaveAsync(host);
            throw new NoClusterException(GrainCalls.Unreachable(settings, gateways), e);
        }
    }

    // The cluster detects a disconnected client by itself; disconnecting only avoids warnings in its log.
    private static async Task LeaveAsync(IHost host)
    {
        try
        {
            await Task.Run(async () =>
            {
                await host.StopAsync(CancellationToken.None);
                host.Dispose();
            }).WaitAsync(Patience.ToLeave);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // The process ends next, which releases everything.
        }
    }
}
