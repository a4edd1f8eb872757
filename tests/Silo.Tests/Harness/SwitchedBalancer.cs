using Microsoft.Extensions.Logging;
using Orleans.Streams;
using PathwayOrleans.Silo.Streams;

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>Assigns every queue to every silo while its switch is on, and distributes the queues evenly otherwise.</summary>
internal sealed class SwitchedBalancer(
    IServiceProvider services, ILogger<SwitchedBalancer> logger, SwitchedBalancer.Switch greedy)
    : QueueBalancerBase(services, logger)
{
    private volatile SiloAddress[] _active = [];
    private QueueId[] _queues = [];

    public override Task Initialize(IStreamQueueMapper queueMapper)
    {
        _queues = [.. queueMapper.GetAllQueues()];
        greedy.Changed += () => NotifyListeners().Ignore();
        return base.Initialize(queueMapper);
    }

    public override IEnumerable<QueueId> GetMyQueues() =>
        greedy.IsOn && _active.Length > 0 ? _queues : EvenQueueBalancer.QueuesOf(SiloAddress, _active, _queues);

    protected override void OnClusterMembershipChange(HashSet<SiloAddress> activeSilos)
    {
        _active = [.. activeSilos];
        NotifyListeners().Ignore();
    }

    /// <summary>The switch that all silos of a test share.</summary>
    internal sealed class Switch
    {
        internal bool IsOn { get; private set; } = true;

        internal event Action? Changed;

        internal void TurnOff()
        {
            IsOn = false;
            Changed?.Invoke();
        }
    }
}
