using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources;

/// <summary>
/// One partition of a bounded run: its range, and the progress of the run. Written by the reader's thread; the counts may
/// be read by any thread.
/// </summary>
public sealed class BoundedPartition
{
    private readonly bool _isDense;

    private long _delivered;
    private long _expected;
    private long _durable;

    /// <param name="identity">The partition to which the positions belong.</param>
    /// <param name="first">The first position of the input.</param>
    /// <param name="limit">The first position after the input.</param>
    /// <param name="isDense">Whether there is a record at each position.</param>
    internal BoundedPartition(SourcePartition identity, Position first, Position limit, bool isDense)
    {
        Identity = identity;
        Limit = limit;
        End = isDense ? limit : null;
        _isDense = isDense;
        First = first;
        Durable = first;
        Frontier = first;
    }

    /// <summary>The partition to which the positions belong.</summary>
    public SourcePartition Identity { get; }

    /// <summary>The first position of the input.</summary>
    public Position First { get; }

    /// <summary>The first position after the input; there may be no record at the position before.</summary>
    public Position Limit { get; }

    /// <summary>Where this run started: earlier runs processed the input below. Null until it has started.</summary>
    public Position? Start { get; private set; }

    /// <summary>Everything below this position of the input is durable.</summary>
    public Position Durable { get; private set; }

    /// <summary>The position after the last record; null while it is unknown.</summary>
    public Position? End { get; private set; }

    /// <summary>Records delivered by this run; redelivered ones count once.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>How many records (of sparse input: positions) this run has to read; 0 before it has started.</summary>
    public long Expected => Volatile.Read(ref _expected);

    /// <summary>How many records (of sparse input: positions) this run has made durable.</summary>
    public long DurableRecords => Volatile.Read(ref _durable);

    /// <summary>
    /// How many records this run has processed: dense input, the durable ones; sparse input, the delivered ones.
    /// </summary>
    public long Dealt => !_isDense ? Delivered : Start is { } start ? Durable.ToOffset() - start.ToOffset() : 0;

    /// <summary>How many records (of sparse input: positions) earlier runs processed.</summary>
    public long DealtBefore => Start is { } start ? start.ToOffset() - First.ToOffset() : 0;

    /// <summary>How many records the input has, as far as known.</summary>
    public long Records => _isDense ? Limit.ToOffset() - First.ToOffset() : DealtBefore + Delivered;

    /// <summary>Whether everything is durable.</summary>
    public bool IsFinished => Start is not null && End is { } end && Durable >= end;

    /// <summary>The first position that this run has not delivered yet.</summary>
    internal Position Frontier { get; private set; }

    /// <summary>Reading starts, or continues after a seek, here.</summary>
    internal void SeekTo(Position position)
    {
        if (Start is null)
        {
            Start = position;
            Frontier = position;
            Volatile.Write(ref _expected, Limit > position ? Limit.ToOffset() - position.ToOffset() : 0);
        }

        RaiseDurable(position);
    }

    internal void RaiseDurable(Position next)
    {
        if (next > Durable)
        {
            Durable = next;
            Volatile.Write(ref _durable, Start is { } start && next > start ? next.ToOffset() - start.ToOffset() : 0);
        }
    }

    /// <summary>
    /// Records were delivered, the last of them right before this position. Only those above <see cref="Frontier"/> count.
    /// </summary>
    internal void Deliver(Position next, long records)
    {
        if (next > Frontier)
        {
            long higher = next.ToOffset() - Frontier.ToOffset();
            Frontier = next;
            Volatile.Write(ref _delivered, _delivered + Math.Min(records, higher));
        }
    }

    internal void EndAt(Position end) => End = end;
}
