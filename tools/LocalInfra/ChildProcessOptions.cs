namespace PathwayOrleans.LocalInfra;

/// <summary>The command of a <see cref="ChildProcess"/> and the handling of its output.</summary>
public sealed record ChildProcessOptions
{
    /// <summary>The program: its path, or a name that is looked up in PATH.</summary>
    public required string FileName { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Environment variables in addition to those of this process; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The working directory; null for that of this process.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The number of lines that <see cref="ChildProcess.OutputTail"/> keeps.</summary>
    public int TailLines { get; init; } = 200;

    /// <summary>Called for each line of output and error output, one call at a time, on another thread.</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>Called for the lines of error output in place of <see cref="OnLine"/>; null for that one.</summary>
    public Action<string>? OnErrorLine { get; init; }

    /// <summary>A file to which each line is appended.</summary>
    public string? LogFile { get; init; }

    /// <summary>
    /// Starts the child in its own session, so that Ctrl-C in the terminal does not reach it. It runs until it is stopped or
    /// until this process ends. Only on Linux.
    /// </summary>
    public bool OwnSession { get; init; }

    /// <summary>Options for a .NET program given by its dll, run by the dotnet host of this process.</summary>
    public static ChildProcessOptions Dotnet(string dll, params string[] arguments)
    {
        string? ownHost = System.Environment.ProcessPath;
        string host = Path.GetFileNameWithoutExtension(ownHost) == "dotnet" ? ownHost! : "dotnet";
        return new ChildProcessOptions { FileName = host, Arguments = [dll, .. arguments] };
    }
}
