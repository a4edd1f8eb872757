namespace PathwayOrleans.Aggregation.Windows;

/// <summary>The windows that a service computes per user.</summary>
public sealed class WindowSet
{
    /// <summary>The default maximum of open windows in a user's state.</summary>
    public const int DefaultMaxOpenPerUser = 1_000;

    private readonly WindowDefinition[] _definitions;

    /// <param name="definitions">The windows; names must be unique.</param>
    /// <param name="maxOpenPerUser">
    /// The maximum number of open windows in a user's state. Above it, the windows that end first are evicted; an event
    /// for an evicted window reloads it from its row.
    /// </param>
    /// <exception cref="ArgumentException">Two windows have the same name.</exception>
    public WindowSet(IEnumerable<WindowDefinition> definitions, int maxOpenPerUser = DefaultMaxOpenPerUser)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxOpenPerUser);
        _definitions = [.. definitions];
        MaxOpenPerUser = maxOpenPerUser;
        if (_definitions.DistinctBy(definition => definition.Name).Count() < _definitions.Length)
        {
            throw new ArgumentException("Two windows have the same name. Names must be unique.", nameof(definitions));
        }
    }

    /// <summary>A set without windows.</summary>
    public static WindowSet None { get; } = new([]);

    public ReadOnlySpan<WindowDefinition> Definitions => _definitions;

    public int Count => _definitions.Length;

    public int MaxOpenPerUser { get; }
}
