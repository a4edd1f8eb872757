using FsCheck.Fluent;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Testing;
using static PathwayOrleans.Grains.Partitions.PollLedger.Verdict;

namespace PathwayOrleans.Silo.Tests.Partitions;

public class PollLedgerTests
{
    private readonly PollLedger _ledger = new();

    [Fact]
    public void Polls_are_admitted_in_their_order_and_once()
    {
        Assert.Equal(Gap, Admit(epoch: 5, index: 1));
        Assert.Equal(Admitted, Admit(5, 0));
        Assert.Equal(Duplicate, Admit(5, 0));
        Assert.Equal(Gap, Admit(5, 2));
        Assert.Equal(Admitted, Admit(5, 1));
        Assert.Equal(Duplicate, Admit(5, 0));
        Assert.Equal(2, _ledger.OpenPolls);
    }

    [Fact]
    public void A_position_is_given_up_when_everything_below_is_durable()
    {
        Admit(5, 0);
        Admit(5, 1);
        Admit(5, 2);
        Assert.Null(_ledger.Settle(5, 2));
        Assert.Null(_ledger.Settle(5, 1));
        Assert.Equal(At(2), _ledger.Settle(5, 0));
        Assert.Equal(0, _ledger.OpenPolls);
    }

    [Fact]
    public void A_new_reading_begins_with_its_first_poll_and_forgets_the_last_one()
    {
        Admit(5, 0);
        Admit(5, 1);
        Assert.Equal(Gap, Admit(6, 1));
        Assert.Equal(5, _ledger.Epoch);
        Assert.Equal(Admitted, Admit(6, 0));
        Assert.Equal((6, 1), (_ledger.Epoch, _ledger.OpenPolls));
        Assert.Null(_ledger.Settle(5, 0));
        Assert.Equal(1, _ledger.OpenPolls);
        Assert.Equal(At(0), _ledger.Settle(6, 0));
    }

    [Fact]
    public void In_whatever_order_polls_settle_what_is_given_up_is_the_longest_settled_beginning() => Always.Holds(
        Gen.Choose(0, 30).SelectMany(count => Gen.Shuffle(Enumerable.Range(0, count)).Select(order => order.ToArray())),
        order =>
        {
            var ledger = new PollLedger();
            for (int index = 0; index < order.Length; index++)
            {
                Assert.Equal(Admitted, ledger.Admit(1, index, At(index)));
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

                Assert.Equal(below > before ? At(below - 1) : (PartitionProgress?)null, ledger.Settle(1, index));
                Assert.Equal(order.Length - below, ledger.OpenPolls);
            }
        });

    private static PartitionProgress At(long index) => new(Position.FromOffset(10 * index), EventClock.Start);

    private PollLedger.Verdict Admit(long epoch, long index) => _ledger.Admit(epoch, index, At(index));
}
