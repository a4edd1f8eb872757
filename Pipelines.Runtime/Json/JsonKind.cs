namespace PathwayOrleans.Pipelines.Runtime.Json;

/// <summary>What a path leads to in a record.</summary>
public enum JsonKind : byte
{
    /// <summary>Nothing.</summary>
    Missing,
    Null,
    True,
    False,
    Number,
    String,
    Object,
    Array,
}
