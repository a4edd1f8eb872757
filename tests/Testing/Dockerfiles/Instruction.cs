namespace PathwayOrleans.Testing.Dockerfiles;

/// <summary>An instruction of a build stage with expanded variables.</summary>
/// <param name="Line">The line in the file at which it begins.</param>
internal abstract record Instruction(int Line);

/// <summary>RUN: a command of the shell.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Command">The text that is passed to the shell.</param>
/// <param name="Environment">The variables that ENV and ARG have set before.</param>
internal sealed record RunInstruction(int Line, string Command, IReadOnlyDictionary<string, string> Environment)
    : Instruction(Line);

/// <summary>COPY: copies files from the context or from another stage.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="From">The stage; null for the context.</param>
/// <param name="Owner">USER or USER:GROUP as numbers; null for root.</param>
/// <param name="Sources">The paths in the stage or the context.</param>
/// <param name="Destination">An absolute path; a folder if it ends with /.</param>
internal sealed record CopyInstruction(int Line, string? From, string? Owner, IReadOnlyList<string> Sources, string Destination)
    : Instruction(Line);

/// <summary>WORKDIR: the working directory of the following instructions, created if it is missing.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Folder">An absolute path.</param>
internal sealed record WorkingFolderInstruction(int Line, string Folder) : Instruction(Line);
