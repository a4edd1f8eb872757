using Microsoft.Extensions.Logging;
using Orleans.Placement;
using Orleans.Streams;
using Orleans.Streams.Core;
using PathwayOrleans.Engine;
using PathwayOrleans.Grains.Users;
using PathwayOrleans.Storage.Commit;

namespace PathwayOrleans.Grains.Partitions;

/// <summary>
/// Dispatches a partition's events to their users' grains, on the silo that reads the partition. It takes the next batch
/// while earlier ones are being written, and reports a checkpoint only when everything below it is durable. After any
/// failure it rewinds the partition to its durable position.
/// </summary>
[ImplicitStreamSubscription(PartitionStreams.Namespace)]
[PreferLocalPlacement]
[GrainType("partition")]
internal sealed class PartitionGrain(
    PartitionBuffers buffers,
    PendingUserLimiter limiter,
    GroupCommit commits,
    ILocalSiloDetails silo,
    ILogger<PartitionGrain> logger)
    : Grain, IPartitionGrain, IStreamSubscriptionObserver, IAsyncObserver<PartitionBatch>
{
    private readonly BatchTracker _tracker = new();
    private readonly BatchSplitter _splitter = new();
    private UserDispatchers? _dispatchers;

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        // The batches that were taken and are not durable are no longer tracked, so the partition is rewound.
        if (_tracker.OpenBatches > 0 && buffers.TryGet(Partition, out PartitionBuffer? buffer))
        {
            buffer.Rewind(_tracker.Epoch, $"its grain was deactivated: {reason.Description}");
        }

        return Task.CompletedTask;
    }

    public async Task OnSubscribed(IStreamSubscriptionHandleFactory handleFactory) =>
        await handleFactory.Create<PartitionBatch>().ResumeAsync(this);

    public Task OnNextAsync(PartitionBatch item, StreamSequenceToken? token = null)
    {
        if (item.Count == 0)
        {
            GrainContext.MoveTo(item.Reader);
            throw new InvalidOperationException(
                $"The grain of partition {item.Partition} is not on silo {item.Reader}, which reads the partition; it is moved there.");
        }

        if (buffers.TryGet(item.Partition, out PartitionBuffer? buffer) && buffer.Epoch == item.Epoch)
        {
            Take(buffer, item);
        }

        // A batch of an ended reading is dropped; its records are read again.
        return Task.CompletedTask;
    }

    public Task OnErrorAsync(Exception ex)
    {
        // The agent keeps the batch and delivers it again.
        logger.DeliveryFailed(Partition, ex.Message);
        return Task.CompletedTask;
    }

    private int Partition => PartitionStreams.PartitionOf(this.GetPrimaryKeyString());

    private void Take(PartitionBuffer buffer, PartitionBatch batch)
    {
        bool isNewEpoch = batch.Epoch != _tracker.Epoch;
        switch (_tracker.Admit(batch.Epoch, batch.Index, batch.Next))
        {
            case BatchTracker.Admission.Gap:
                buffer.Rewind(batch.Epoch, "an earlier batch was not delivered to the partition's grain");
                return;
            case BatchTracker.Admission.Duplicate:
                return;
        }

        if (isNewEpoch)
        {
            _dispatchers = new UserDispatchers(GrainFactory, buffer.Identity, silo.SiloAddress, limiter);
        }

        if (buffer.Accept(batch))
        {
            _ = DispatchAsync(buffer, batch);
            buffer.Dispatched(batch, _splitter.Users.Count);
            return;
        }

        // The batch belongs to an ended reading, or an earlier activation took and tracked it. Without a rewind this activation
        // would wait for it for ever.
        buffer.Rewind(batch.Epoch, "a batch was delivered that an earlier activation of the partition's grain had taken");
    }

    private List<Task> Dispatch(PartitionBatch batch)
    {
        _splitter.Split(batch, _dispatchers!);
        batch.ReleaseEvents();
        var calls = new List<Task>(_splitter.Users.Count + 1);
        if (batch.Letters.Count > 0)
        {
            calls.Add(commits.WriteAsync(batch.Letters));
        }

        foreach (UserDispatcher dispatcher in _splitter.Users)
        {
            PositionedEvent[] events = dispatcher.Events!;
            dispatcher.Events = null;
            calls.Add(dispatcher.Send(events));
        }

        _dispatchers!.Trim();
        return calls;
    }

    // The batch was taken, so after any failure the partition is rewound; otherwise it would wait for this batch for ever.
    private async Task DispatchAsync(PartitionBuffer buffer, PartitionBatch batch)
    {
        bool durable = false;
        Task calls = Task.CompletedTask;
        try
        {
            calls = Task.WhenAll(Dispatch(batch));
            await calls;
            durable = true;
            if (_tracker.Settle(batch.Epoch, batch.Index) is { } settled)
            {
                buffer.Settle(settled.Next);
                commits.Report(buffer.Identity, settled, buffer.Written);
            }
        }
        catch (Exception e)
        {
            if (calls.Exception?.InnerExceptions.OfType<DamagedUserException>().FirstOrDefault() is { } damaged)
            {
                buffer.RequestStop(batch.Epoch, DamagedUsers.Describe(buffer.Identity, damaged.UserId, damaged.Damage));
            }
            else
            {
                buffer.Rewind(batch.Epoch, e.Message);
            }
        }
        finally
        {
            buffer.Release(batch, durable);
        }
    }
}
