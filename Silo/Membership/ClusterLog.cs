using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Silo.Membership;

/// <summary>Logs one line for each silo that joins the cluster, leaves it or dies.</summary>
internal sealed class ClusterLog(IClusterMembershipService membership, ILocalSiloDetails local, ILogger<ClusterLog> logger)
    : ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _logging = Task.CompletedTask;

    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(ClusterLog),
        ServiceLifecycleStage.AfterRuntimeGrainServices,
        _ =>
        {
            _logging = Task.Run(LogAsync, CancellationToken.None);
            return Task.CompletedTask;
        },
        async _ =>
        {
            await _stop.CancelAsync();
            await _logging;
        });

    public void Dispose() => _stop.Dispose();

    private async Task LogAsync()
    {
        ClusterMembershipSnapshot before = membership.CurrentSnapshot;
        try
        {
            await foreach (ClusterMembershipSnapshot now in membership.MembershipUpdates.WithCancellation(_stop.Token))
            {
                int active = now.Members.Values.Count(silo => silo.Status == SiloStatus.Active);
                foreach (ClusterMember silo in now.Members.Values)
                {
                    Log(silo, before.GetSiloStatus(silo.SiloAddress), active);
                }

                before = now;
            }
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private void Log(ClusterMember silo, SiloStatus before, int active)
    {
        if (silo.SiloAddress.Equals(local.SiloAddress) || silo.Status == before)
        {
            return;
        }

        switch (silo.Status)
        {
            case SiloStatus.Active:
                logger.SiloJoined(silo.Name, silo.SiloAddress, active);
                break;
            case SiloStatus.Dead when before is SiloStatus.ShuttingDown or SiloStatus.Stopping:
                logger.SiloLeft(silo.Name, silo.SiloAddress, active);
                break;
            case SiloStatus.Dead when before != SiloStatus.None:
                logger.SiloDied(silo.Name, silo.SiloAddress, active);
                break;
        }
    }
}
