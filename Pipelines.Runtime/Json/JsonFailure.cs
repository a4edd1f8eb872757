namespace PathwayOrleans.Pipelines.Runtime.Json;

/// <summary>Why a record is not read.</summary>
/// <param name="Reason">The kind of failure.</param>
/// <param name="Detail">More about it, for a person.</param>
public readonly record struct JsonFailure(JsonFailureReason Reason, string Detail);

/// <summary>The kinds of <see cref="JsonFailure"/>.</summary>
public enum JsonFailureReason
{
    /// <summary>More bytes than the limit.</summary>
    TooLarge,

    /// <summary>Not UTF-8.</summary>
    NotUtf8,

    /// <summary>Not one JSON value, or nested too deeply.</summary>
    Malformed,
}
