using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Silo.Membership;

/// <summary>
/// Declares silos dead whose process has ended. Orleans alone waits for missed probes, which takes many times longer, and a
/// silo cannot join meanwhile. When a process ends, the system closes its connections, and its host refuses new ones. A silo
/// that does not answer at all is left to Orleans' probes.
/// </summary>
internal sealed class PeerWatch(
    IClusterMembershipService membership,
    ILocalSiloDetails local,
    PeerConnections connections,
    TimeProvider time,
    ILogger<PeerWatch> logger) : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    // A silo watches only some others, so that the number of connections does not grow with the square of the silos.
    private const int MaxWatched = 3;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    // A host refuses connections for a moment if a silo is just being replaced by another one.
    private static readonly TimeSpan SecondLook = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<SiloAddress, byte> _ended = new();
    private Task _watching = Task.CompletedTask;

    // From the first reading of the membership table on, so that also a silo that joins finds the dead ones.
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(PeerWatch),
        ServiceLifecycleStage.AfterRuntimeGrainServices,
        _ =>
        {
            _watching = Task.Run(WatchAsync, CancellationToken.None);
            return Task.CompletedTask;
        },
        async _ =>
        {
            await _stop.CancelAsync();
            await _watching;
        });

    public void Dispose() => _stop.Dispose();

    /// <summary>The silos that a silo watches: the next ones after it in the order of their addresses.</summary>
    internal static IReadOnlyList<SiloAddress> WatchedBy(SiloAddress self, IEnumerable<SiloAddress> members)
    {
        SiloAddress[] others = [.. members.Where(silo => !silo.Endpoint.Equals(self.Endpoint)).Order()];
        int after = Array.FindIndex(others, silo => silo.CompareTo(self) > 0);
        return [.. others.Concat(others).Skip(Math.Max(0, after)).Take(Math.Min(MaxWatched, others.Length))];
    }

    private async Task WatchAsync()
    {
        try
        {
            while (true)
            {
                IEnumerable<SiloAddress> living = membership.CurrentSnapshot.Members.Values
                    .Where(silo => silo.Status is not (SiloStatus.None or SiloStatus.Created or SiloStatus.Dead))
                    .Select(silo => silo.SiloAddress);
                await Task.WhenAll(WatchedBy(local.SiloAddress, living)
                    .Where(silo => !connections.IsOpen(silo))
                    .Select(CheckAsync));
                await connections.WaitForEndAsync(Period, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task CheckAsync(SiloAddress silo)
    {
        if (!await PeerProbe.IsRefusedAsync(silo.Endpoint, _stop.Token))
        {
            return;
        }

        await Task.Delay(SecondLook, time, _stop.Token);
        if (await PeerProbe.IsRefusedAsync(silo.Endpoint, _stop.Token)
            && membership.CurrentSnapshot.GetSiloStatus(silo) != SiloStatus.Dead)
        {
            if (_ended.TryAdd(silo, 0))
            {
                logger.PeerEnded(silo);
            }

            // Only queued: it is repeated until the membership shows it, as another change of the table can come first.
            await membership.TryKill(silo);
        }
    }
}
