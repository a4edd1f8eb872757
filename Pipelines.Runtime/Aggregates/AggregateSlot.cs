namespace PathwayOrleans.Pipelines.Runtime.Aggregates;

/// <summary>
/// The part of the state of a key that belongs to one aggregate. The aggregates of a view stand next to each other in two flat
/// arrays; all zero and null is an aggregate without values.
/// </summary>
/// <param name="words">Numbers and fixed-size values.</param>
/// <param name="objects">Text and sketches.</param>
public readonly ref struct AggregateSlot(Span<long> words, Span<object?> objects)
{
    internal Span<long> Words { get; } = words;

    internal Span<object?> Objects { get; } = objects;
}
