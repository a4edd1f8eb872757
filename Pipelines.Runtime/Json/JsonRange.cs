namespace PathwayOrleans.Pipelines.Runtime.Json;

/// <summary>Where a value stands in the bytes of a record. A string includes its quotes.</summary>
/// <param name="Start">The index of its first byte.</param>
/// <param name="Length">The number of bytes.</param>
/// <param name="Kind">What it is.</param>
public readonly record struct JsonRange(int Start, int Length, JsonKind Kind)
{
    /// <summary>Whether SQL takes it as NULL.</summary>
    public bool IsNull => Kind is JsonKind.Missing or JsonKind.Null;

    /// <summary>The value's bytes.</summary>
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> record) => record.Slice(Start, Length);
}
