namespace PathwayOrleans.Aggregation.Events;

/// <summary>
/// Hands out one string per user id, so that the millionth event of a user allocates nothing. Bounded: when it
/// is full it starts over, which costs one allocation per user that is seen again. Not thread-safe.
/// </summary>
public sealed class UserIdPool
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly int _capacity;

    /// <param name="capacity">How many ids are kept at the most.</param>
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
