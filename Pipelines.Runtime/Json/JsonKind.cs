using System.Diagnostics.CodeAnalysis;

namespace PathwayOrleans.Pipelines.Runtime.Json;

/// <summary>What a path leads to in a record, or what a field of a record is.</summary>
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

    /// <summary>A text without quotes and escapes, of a record that is not JSON.</summary>
    Text,
}
