namespace PathwayOrleans.Sources.Bounded;

/// <summary>
/// How many records of a partition may be read and not be durable. Without limit at first. A partition that is
/// taken back had its users written by somebody else meanwhile: the smaller the next attempt, the shorter the time
/// in which that can happen again, down to a single record, so that in the end one gets through. Each success
/// doubles the limit.
/// </summary>
internal sealed class ReadAhead
{
    private const int Shrink = 4;
    private const long Unlimited = long.MaxValue;

    internal long Limit { get; private set; } = Unlimited;

    /// <summary>So many records were read in vain.</summary>
    internal void Rewound(long records) => Limit = Math.Max(1, Math.Min(Limit, records) / Shrink);

    /// <summary>What was read is durable.</summary>
    internal void Succeeded() => Limit = Limit > Unlimited / 2 ? Unlimited : Limit * 2;
}
