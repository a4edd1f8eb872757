using System.Text.Json.Serialization;

namespace PathwayOrleans.Engine.Status;

/// <summary>The state of a partition.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PartitionState>))]
public enum PartitionState
{
    /// <summary>Its durable position and its log's bounds are being looked up.</summary>
    [JsonStringEnumMemberName("positioning")]
    Positioning,

    [JsonStringEnumMemberName("reading")]
    Reading,

    /// <summary>Reading is paused until the database has caught up.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>Reading has ended until an operator intervenes; the partition's error names the remedy.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,
}
