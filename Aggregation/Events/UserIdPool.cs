namespace PathwayOrleans.Aggregation.Events;

/// <summary>
/// Returns the same string object for equal user ids, so that only the first event of a user allocates a string.
/// Bounded: when it is full it is cleared, which costs one allocation per user that occurs again. Not thread-safe.
/// </summary>
public sealed class UserIdPool
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly int _capacity;

    /// <param name="capacity">The maximum number of ids kept.</param>
    public UserIdPool(int capacity = 100_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
        _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    internal string Get(ReadOnlySpan<char> id)
    {
        if (_lookup.TryGetValue(id, out string? known))
        {
            return known;
        }

        if (_ids.Count >= _capacity)
        {
            _ids.Clear();
        }

        string added = id.ToString();
        _ids.Add(added);
        return added;
    }
}
