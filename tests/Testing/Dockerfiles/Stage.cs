namespace PathwayOrleans.Testing.Dockerfiles;

/// <summary>A stage of a Dockerfile: its steps and its image configuration.</summary>
internal sealed class Stage(string name, string from)
{
    /// <summary>The name, or the number of a stage without a name.</summary>
    internal string Name { get; } = name;

    /// <summary>The image that the stage begins with.</summary>
    internal string From { get; } = from;

    /// <summary>The steps that create and copy files, in order.</summary>
    internal List<Instruction> Steps { get; } = [];

    /// <summary>The environment variables, without those of the base.</summary>
    internal Dictionary<string, string> Environment { get; } = [];

    internal Dictionary<string, string> Labels { get; } = [];

    /// <summary>The ports of EXPOSE with their protocol: <c>8080/tcp</c>.</summary>
    internal List<string> Ports { get; } = [];

    internal string? User { get; set; }

    internal string Folder { get; set; } = "/";

    internal IReadOnlyList<string> EntryPoint { get; set; } = [];

    internal IReadOnlyList<string> Command { get; set; } = [];
}
