namespace PathwayOrleans.Pipelines.Runtime.Json;

/// <summary>A text is not a path.</summary>
/// <param name="path">The text.</param>
/// <param name="index">Where in it the error is, from 0.</param>
/// <param name="reason">What is wrong.</param>
public sealed class JsonPathException(string path, int index, string reason)
    : Exception($"Path {path}, character {index + 1}: {reason}.")
{
    /// <summary>Where in the path the error is, from 0.</summary>
    public int Index => index;

    /// <summary>What is wrong.</summary>
    public string Reason => reason;
}
