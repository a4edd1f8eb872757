namespace PathwayOrleans.Sources;

/// <summary>
/// The maximum number of records of a partition that are delivered and not yet durable. Unlimited at first. A rewind means that
/// another process wrote the same users in the meantime: each rewind reduces the limit, down to one record, so that the next
/// attempt takes a shorter time, is less likely to conflict, and finally succeeds. Each success doubles the limit.
/// </summary>
internal sealed class ReadAhead
{
    private const int Shrink = 4;
    private const long Unlimited = long.MaxValue;

    internal long Limit { get; private set; } = Unlimited;

    /// <summary>Records were read that must be read again.</summary>
    internal void Rewound(long records) => Limit = Math.Max(1, Math.Min(Limit, records) / Shrink);

    /// <summary>Delivered records became durable.</summary>
    internal void Succeeded() => Limit = Limit > Unlimited / 2 ? Unlimited : Limit * 2;
}
