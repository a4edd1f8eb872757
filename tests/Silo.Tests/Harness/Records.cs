using System.Net;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Aggregation.Time;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Sources;

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>A partition without a source.</summary>
internal static class Records
{
    internal static readonly SourcePartition Partition = SourcePartition.Of("kafka/c/events/t", 3);

    internal static readonly SiloAddress Here = SiloAddress.New(IPAddress.Loopback, 11111, 1);

    internal static Position At(long offset) => Position.FromOffset(offset);

    internal static SourceRecord Event(long offset, string user = "u") =>
        new(3, At(offset), new UserEvent(user, offset, 1000 + offset), RejectionReason.None, null);

    /// <summary>A service without windows.</summary>
    internal static WindowSettings NoWindows { get; } = new(WindowSet.None, EventClockSettings.Default, TimeSpan.FromMinutes(1));

    /// <summary>A budget that is never exhausted.</summary>
    internal static UserBudget Plenty() => new(1_000_000);

    /// <summary>A flow that reads from offset 0.</summary>
    internal static PartitionFlow Reading(TimeProvider? time = null, UserBudget? budget = null)
    {
        var flow = new PartitionFlow(Partition, Here, budget ?? Plenty(), EventClockSettings.Default, time ?? TimeProvider.System);
        flow.Begin(null, At(0), EventClock.Start, At(1000));
        return flow;
    }

    /// <summary>Has a flow read so many records more.</summary>
    internal static void Read(this PartitionFlow flow, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.True(flow.Append(flow.Epoch, Event(flow.Next.ToOffset())));
        }
    }
}
