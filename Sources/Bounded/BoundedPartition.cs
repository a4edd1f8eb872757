using PathwayOrleans.Aggregation;

namespace PathwayOrleans.Sources.Bounded;

/// <summary>
/// One partition of a bounded run: where it begins and ends, and how far the run is with it. Written by the
/// reader's thread; the counts may be read by any.
/// </summary>
public sealed class BoundedPartition
{
    private readonly bool _isDense;

    private long _delivered;
    private long _expected;

    /// <param name="identity">Whose positions these are.</param>
    /// <param name="first">Where the input begins: nothing below belongs to it.</param>
    /// <param name="limit">The first position that does not.</param>
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

    /// <summary>Whose positions these are.</summary>
    public SourcePartition Identity { get; }

    /// <summary>Where the input begins: nothing below belongs to it.</summary>
    public Position First { get; }

    /// <summary>The first position that does not belong to it; there may be no record at the one before.</summary>
    public Position Limit { get; }

    /// <summary>Where this run began: everything of the input below had been dealt with before. Null until it has begun.</summary>
    public Position? Start { get; private set; }

    /// <summary>Everything of the input below is durable.</summary>
    public Position Durable { get; private set; }

    /// <summary>The position after the last record; null while nobody knows.</summary>
    public Position? End { get; private set; }

    /// <summary>Records handed out by this run, however often.</summary>
    public long Delivered => Volatile.Read(ref _delivered);

    /// <summary>How many records, or at least positions, this run has to read; 0 before it has begun.</summary>
    public long Expected => Volatile.Read(ref _expected);

    /// <summary>How many records this run has dealt with: of a dense input those that are durable, of others those handed out.</summary>
    public long Dealt => !_isDense ? Delivered : Start is { } start ? Durable.ToOffset() - start.ToOffset() : 0;

    /// <summary>How many records, or at least positions, of the input had been dealt with before.</summary>
    public long DealtBefore => Start is { } start ? start.ToOffset() - First.ToOffset() : 0;

    /// <summary>How many records the input has, as far as anybody knows.</summary>
    public long Records => _isDense ? Limit.ToOffset() - First.ToOffset() : DealtBefore + Delivered;

    /// <summary>Whether everything is durable.</summary>
    public bool IsFinished => Start is not null && End is { } end && Durable >= end;

    /// <summary>The first position that this run has not handed out yet.</summary>
    internal Position Frontier { get; private set; }

    /// <summary>Reading begins, or goes back to, here.</summary>
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
        }
    }

    /// <summary>Records were handed out, the last of them right before this position; only those above <see cref="Frontier"/> count.</summary>
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
