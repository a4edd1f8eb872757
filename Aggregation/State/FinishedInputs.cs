using System.Collections.Concurrent;

namespace PathwayOrleans.Aggregation.State;

/// <summary>
/// The inputs of which this process knows that everything up to their end is durable and recorded as finished. The database
/// rejects commits with events of them, so that fences need no entries for them. Thread-safe.
/// </summary>
public sealed class FinishedInputs
{
    // A cache of what the database knows: it can be cleared at any time.
    private const int MaxNumbers = 1_000_000;

    private readonly ConcurrentDictionary<long, byte> _numbers = [];

    /// <summary>Whether the input with this number is known to be finished.</summary>
    public bool Contains(long source) => !_numbers.IsEmpty && _numbers.ContainsKey(source);

    /// <summary>Adds inputs that are recorded as finished.</summary>
    public void Add(IEnumerable<long> sources)
    {
        ArgumentNullException.ThrowIfNull(sources);
        if (_numbers.Count >= MaxNumbers)
        {
            _numbers.Clear();
        }

        foreach (long source in sources)
        {
            _numbers.TryAdd(source, 0);
        }
    }
}
