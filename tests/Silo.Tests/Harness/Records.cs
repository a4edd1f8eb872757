using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Aggregation.Events;
using PathwayOrleans.Engine.Counting;
using PathwayOrleans.Engine.Partitions;
using PathwayOrleans.Grains.Partitions;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>A partition without a source.</summary>
internal static class Records
{
    internal static readonly SourcePartition Partition = SourcePartition.Of("kafka/c/events/t", 3);

    internal static readonly SiloAddress Here = SiloAddress.New(IPAddress.Loopback, 11111, 1);

    internal static Position At(long offset) => Position.FromOffset(offset);

    internal static SourceRecord Event(long offset, string user = "u") =>
        new(3, At(offset), new UserEvent(user, offset, 1000 + offset), RejectionReason.None, null);

    /// <summary>A record that readers deliver as bytes.</summary>
    internal static SourceRecord Bytes(long offset, int size, string text = "") =>
        new(3, At(offset), default, RejectionReason.None, null)
        {
            Content = RecordContent.Of(Encoding.UTF8.GetBytes(text.PadRight(size)), null, null, []),
        };

    /// <summary>A service without windows.</summary>
    internal static EventTimeSettings NoWindows { get; } =
        new(WatermarkSettings.Default, TimeSpan.FromMinutes(1), MaxOpenWindows: 1_000, HasWindows: false);

    /// <summary>A counter of the built-in pipeline that loads nothing.</summary>
    /// <param name="sql">Another pipeline over the built-in source.</param>
    internal static RecordCounter Counter(string? sql = null) => new(
        new ActivePipeline(
            CompiledPipeline.Compile(sql is null ? BuiltInPipeline.Definition : PipelineBinder.Bind(sql)),
            new RegisteredPipeline(0, [BuiltInPipeline.UserId], [])),
        NoWindows,
        new EventRules(0),
        null!,
        null!,
        NullLogger.Instance);

    /// <summary>A limiter that is never exhausted.</summary>
    internal static PendingUserLimiter Plenty() => new(1_000_000);

    /// <summary>A buffer that reads from offset 0.</summary>
    internal static PartitionBuffer Reading(
        TimeProvider? time = null, PendingUserLimiter? limiter = null, RecordCounter? counter = null)
    {
        var buffer = new PartitionBuffer(
            Partition, Here, limiter ?? Plenty(), counter ?? Counter(), time ?? TimeProvider.System);
        buffer.Begin(From(0));
        return buffer;
    }

    /// <summary>A position to read from, in a log that ends at 1000.</summary>
    internal static FoundPosition From(long offset, long? durable = null) => new(
        durable is { } known ? At(known) : null, WatermarkTracker.Start, new LogBounds(At(offset), At(1000)));

    /// <summary>The next position that a buffer expects.</summary>
    internal static long NextOf(PartitionBuffer buffer) => long.Parse(buffer.ToStatus(null).Next!, CultureInfo.InvariantCulture);

    /// <summary>Appends further records to a buffer.</summary>
    internal static void Read(this PartitionBuffer buffer, int count)
    {
        long next = NextOf(buffer);
        for (long offset = next; offset < next + count; offset++)
        {
            Assert.True(buffer.Append(buffer.Epoch, Event(offset)));
        }
    }
}
