namespace PathwayOrleans.Images.Tests.Dockerfiles;

/// <summary>A stage of a Dockerfile: what is done to its base, and what an image of it is told.</summary>
internal sealed class Stage(string name, string from)
{
    /// <summary>Its name, or its number where it has none.</summary>
    internal string Name { get; } = name;

    /// <summary>The image, or earlier stage, that it begins with.</summary>
    internal string From { get; } = from;

    /// <summary>What makes and copies files, in order.</summary>
    internal List<Instruction> Steps { get; } = [];

    /// <summary>Variables of its processes; without its base's.</summary>
    internal Dictionary<string, string> Environment { get; } = [];

    internal Dictionary<string, string> Labels { get; } = [];

    /// <summary>As EXPOSE has them, with the protocol: <c>8080/tcp</c>.</summary>
    internal List<string> Ports { get; } = [];

    internal string? User { get; set; }

    internal string Folder { get; set; } = "/";

    internal IReadOnlyList<string> EntryPoint { get; set; } = [];

    internal IReadOnlyList<string> Command { get; set; } = [];
}
