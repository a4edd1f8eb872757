using FsCheck.Fluent;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Testing;
using static PathwayOrleans.Grains.Partitions.BatchTracker.Admission;

namespace PathwayOrleans.Silo.Tests.Partitions;

public class BatchTrackerTests
{
    private readonly BatchTracker _tracker = new();

    [Fact]
    public void Batches_are_admitted_once_and_in_order()
    {
        Assert.Equal(Gap, Admit(epoch: 5, index: 1));
        Assert.Equal(Admitted, Admit(5, 0));
        Assert.Equal(Duplicate, Admit(5, 0));
        Assert.Equal(Gap, Admit(5, 2));
        Assert.Equal(Admitted, Admit(5, 1));
        Assert.Equal(Duplicate, Admit(5, 0));
        Assert.Equal(2, _tracker.OpenBatches);
    }

    [Fact]
    public void A_checkpoint_is_returned_when_everything_below_is_durable()
    {
        Admit(5, 0);
        Admit(5, 1);
        Admit(5, 2);
        Assert.Null(_tracker.Settle(5, 2));
        Assert.Null(_tracker.Settle(5, 1));
        Assert.Equal(At(2), _tracker.Settle(5, 0));
        Assert.Equal(0, _tracker.OpenBatches);
    }

    [Fact]
    public void A_new_reading_starts_with_its_first_batch_and_replaces_the_old_one()
    {
        Admit(5, 0);
        Admit(5, 1);
        Assert.Equal(Gap, Admit(6, 1));
        Assert.Equal(5, _tracker.Epoch);
        Assert.Equal(Admitted, Admit(6, 0));
        Assert.Equal((6, 1), (_tracker.Epoch, _tracker.OpenBatches));
        Assert.Null(_tracker.Settle(5, 0));
        Assert.Equal(1, _tracker.OpenBatches);
        Assert.Equal(At(0), _tracker.Settle(6, 0));
    }

    [Fact]
    public void In_any_order_of_settlement_the_checkpoint_is_the_end_of_the_longest_settled_prefix() => Always.Holds(
        Gen.Choose(0, 30).SelectMany(count => Gen.Shuffle(Enumerable.Range(0, count)).Select(order => order.ToArray())),
        order =>
        {
            var tracker = new BatchTracker();
            for (int index = 0; index < order.Length; index++)
            {
                Assert.Equal(Admitted, tracker.Admit(1, index, At(index)));
            }

            var settled = new HashSet<int>();
            int below = 0;
            foreach (int index in order)
            {
                settled.Add(index);
                int before = below;
                while (settled.Contains(below))
                {
                    below++;
                }

                Assert.Equal(below > before ? At(below - 1) : (Checkpoint?)null, tracker.Settle(1, index));
                Assert.Equal(order.Length - below, tracker.OpenBatches);
            }
        });

    private static Checkpoint At(long index) => new(Position.FromOffset(10 * index), WatermarkTracker.Start);

    private BatchTracker.Admission Admit(long epoch, long index) => _tracker.Admit(epoch, index, At(index));
}
