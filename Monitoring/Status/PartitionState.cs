using System.Text.Json.Serialization;

namespace PathwayOrleans.Monitoring.Status;

/// <summary>What a partition is doing.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PartitionState>))]
public enum PartitionState
{
    /// <summary>Its durable position and its log's bounds are being looked up.</summary>
    [JsonStringEnumMemberName("positioning")]
    Positioning,

    [JsonStringEnumMemberName("reading")]
    Reading,

    /// <summary>Held back until the database has caught up.</summary>
    [JsonStringEnumMemberName("paused")]
    Paused,

    /// <summary>It cannot go on before an operator decides; see its error.</summary>
    [JsonStringEnumMemberName("stopped")]
    Stopped,
}
