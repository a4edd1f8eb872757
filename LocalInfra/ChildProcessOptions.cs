namespace PathwayOrleans.LocalInfra;

/// <summary>What a <see cref="ChildProcess"/> runs and what becomes of its output.</summary>
public sealed record ChildProcessOptions
{
    /// <summary>The program: a path, or a name to look for on the path.</summary>
    public required string FileName { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables to set in addition to ours; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Null for ours.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>How many of the last lines <see cref="ChildProcess.OutputTail"/> keeps.</summary>
    public int TailLines { get; init; } = 200;

    /// <summary>Called for every line of output and error output, one call at a time, from another thread.</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>A file that every line is appended to.</summary>
    public string? LogFile { get; init; }

    /// <summary>
    /// Keeps Ctrl-C in our terminal from the child: it lives until we end it, or end ourselves if it watches its
    /// standard input. Only on Linux.
    /// </summary>
    public bool OwnSession { get; init; }

    /// <summary>Options for a .NET program by its dll, run by the dotnet that runs us.</summary>
    public static ChildProcessOptions Dotnet(string dll, params string[] arguments)
    {
        string? ourselves = System.Environment.ProcessPath;
        string host = Path.GetFileNameWithoutExtension(ourselves) == "dotnet" ? ourselves! : "dotnet";
        return new ChildProcessOptions { FileName = host, Arguments = [dll, .. arguments] };
    }
}
