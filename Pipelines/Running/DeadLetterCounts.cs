using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.Reading;

namespace PathwayOrleans.Pipelines.Running;

/// <summary>A record that counts in no view, or is late for some.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Position">Its position in that partition.</param>
/// <param name="Rejection">Why.</param>
/// <param name="Record">Its bytes.</param>
internal sealed record RejectedRecord(
    SourcePartition Partition, Position Position, RecordRejection Rejection, byte[] Record);

/// <summary>Counts dead letters by reason and keeps the first ones of each.</summary>
/// <param name="kept">How many of each reason are kept.</param>
internal sealed class DeadLetterCounts(int kept)
{
    private readonly SortedDictionary<string, (long Count, List<RejectedRecord> First)> _byReason = new(StringComparer.Ordinal);

    /// <summary>The number of all.</summary>
    internal long Count { get; private set; }

    /// <summary>The number of each reason and the first ones of it, in the order of the reasons' names.</summary>
    internal IEnumerable<(string Reason, long Count, IReadOnlyList<RejectedRecord> First)> ByReason =>
        _byReason.Select(entry => (entry.Key, entry.Value.Count, (IReadOnlyList<RejectedRecord>)entry.Value.First));

    internal void Add(
        SourcePartition partition, Position position, in RecordRejection rejection, ReadOnlySpan<byte> record)
    {
        Count++;
        (long count, List<RejectedRecord> first) = _byReason.TryGetValue(rejection.Reason, out var known) ? known : (0, []);
        _byReason[rejection.Reason] = (count + 1, first);
        if (first.Count < kept)
        {
            first.Add(new RejectedRecord(partition, position, rejection, record.ToArray()));
        }
    }
}
