using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Streams;
using Orleans.Streams.Core;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// Hands a partition's events to their users, on the silo that reads the partition. It takes the next poll while
/// earlier ones are being written, and says that everything below a position is durable only when it is. Whenever
/// it is in doubt it has the partition read again from its durable position.
/// </summary>
[ImplicitStreamSubscription(PartitionStreams.Namespace)]
[PreferLocalPlacement]
[GrainType("partition")]
internal sealed class PartitionGrain(
    PartitionFlows flows, UserBudget budget, GroupCommit commits, WindowSettings windows, ILocalSiloDetails silo, ILogger<PartitionGrain> logger)
    : Grain, IPartitionGrain, IStreamSubscriptionObserver, IAsyncObserver<PartitionPoll>
{
    private readonly PollLedger _ledger = new();
    private readonly PollSplitter _splitter = new(windows);
    private UserRoutes? _routes;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // What was taken and is not durable is on nobody's books now.
        if (_ledger.OpenPolls > 0 && flows.TryGet(Partition, out PartitionFlow? flow))
        {
            flow.Rewind(_ledger.Epoch, $"its grain was deactivated: {reason.Description}");
        }

        return Task.CompletedTask;
    }

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        await handleFactory.Create<PartitionPoll>().ResumeAsync(this);

    public Task OnNextAsync(PartitionPoll item, StreamSequenceToken? token = null)
    {
        if (item.Count == 0)
        {
            GrainContext.MoveTo(item.Reader);
            throw new InvalidOperationException($"Partition {item.Partition} is read on another silo than its grain was on.");
        }

        if (flows.TryGet(item.Partition, out PartitionFlow? flow) && flow.Epoch == item.Epoch)
        {
            Take(flow, item);
        }

        // A poll of a reading that is over is of no use to anybody.
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex)
    {
        // The agent keeps the poll and delivers it again.
        logger.DeliveryFailed(Partition, ex.Message);
        return Task.CompletedTask;
    }

    private int Partition => PartitionStreams.PartitionOf(this.GetPrimaryKeyString());

    private void Take(PartitionFlow flow, PartitionPoll poll)
    {
        bool isNewEpoch = poll.Epoch != _ledger.Epoch;
        switch (_ledger.Admit(poll.Epoch, poll.Index, poll.Next))
        {
            case PollLedger.Verdict.Gap:
                flow.Rewind(poll.Epoch, "a poll before this one never came to its grain");
                return;
            case PollLedger.Verdict.Duplicate:
                return;
        }

        if (isNewEpoch)
        {
            _routes = new UserRoutes(GrainFactory, flow.Identity, silo.SiloAddress, budget);
        }

        if (flow.Accept(poll))
        {
            _ = DispatchAsync(flow, poll);
            flow.HandedOut(poll, _splitter.Users.Count);
            return;
        }

        // Of a reading that is over, or taken by an earlier activation, on whose books it was: these would wait for it for ever.
        flow.Rewind(poll.Epoch, "a poll came to its grain that was taken before");
    }

    private List<Task> Dispatch(PartitionFlow flow, PartitionPoll poll)
    {
        _splitter.Split(flow, poll, _routes!);
        poll.ForgetRecords();
        var calls = new List<Task>(_splitter.Users.Count + 1);
        if (_splitter.Letters.Count > 0)
        {
            calls.Add(commits.WriteAsync(_splitter.Letters));
        }

        foreach (UserRoute route in _splitter.Users)
        {
            PositionedEvent[] events = route.Events!;
            route.Events = null;
            calls.Add(route.Send(events));
        }

        _routes!.Trim();
        return calls;
    }

    // Whatever fails here, the poll was taken: the partition is read again, or it would wait for this poll for ever.
    private async Task DispatchAsync(PartitionFlow flow, PartitionPoll poll)
    {
        bool durable = false;
        try
        {
            await Task.WhenAll(Dispatch(flow, poll));
            durable = true;
            if (_ledger.Settle(poll.Epoch, poll.Index) is { } settled)
            {
                flow.Settle(settled.Next);
                commits.Report(flow.Identity, settled, flow.Written);
            }
        }
        catch (Exception e)
        {
            flow.Rewind(poll.Epoch, e.Message);
        }
        finally
        {
            flow.Release(poll, durable);
        }
    }
}
