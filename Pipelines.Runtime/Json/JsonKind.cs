using System.Diagnostics.CodeAnalysis;

namespace PathwayOrleans.Pipelines.Runtime.Json;

/// <summary>What a path leads to in a record.</summary>
[SuppressMessage("Naming", "CA1720", Justification = "These are JSON's own names.")]
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
