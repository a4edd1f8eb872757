namespace PathwayOrleans.Aggregation.Windows;

/// <summary>The windows that a service keeps per user.</summary>
public sealed class WindowSet
{
    /// <summary>How many open windows a user's state keeps by default.</summary>
    public const int DefaultMaxOpenPerUser = 1_000;

    private readonly WindowDefinition[] _definitions;

    /// <param name="definitions">Each with a name of its own.</param>
    /// <param name="maxOpenPerUser">
    /// How many windows a user's state keeps open at the most. Where there are more, those that end first leave; an
    /// event for one of those has it read from its row again.
    /// </param>
    /// <exception cref="ArgumentException">Two have one name.</exception>
    public WindowSet(IEnumerable<WindowDefinition> definitions, int maxOpenPerUser = DefaultMaxOpenPerUser)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxOpenPerUser);
        _definitions = [.. definitions];
        MaxOpenPerUser = maxOpenPerUser;
        if (_definitions.DistinctBy(definition => definition.Name).Count() < _definitions.Length)
        {
            throw new ArgumentException("Two windows have one name.", nameof(definitions));
        }
    }

    /// <summary>No windows at all.</summary>
    public static WindowSet None { get; } = new([]);

    public ReadOnlySpan<WindowDefinition> Definitions => _definitions;

    public int Count => _definitions.Length;

    public int MaxOpenPerUser { get; }
}
