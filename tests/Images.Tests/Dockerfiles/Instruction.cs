namespace PathwayOrleans.Images.Tests.Dockerfiles;

/// <summary>An instruction of a build stage, its variables replaced.</summary>
/// <param name="Line">Where it begins in the file.</param>
internal abstract record Instruction(int Line);

/// <summary>A shell's command.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Command">As the shell gets it.</param>
/// <param name="Environment">What ENV and ARG had set by then.</param>
internal sealed record RunInstruction(int Line, string Command, IReadOnlyDictionary<string, string> Environment) : Instruction(Line);

/// <summary>Files from the context or another stage.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="From">The stage; null for the context.</param>
/// <param name="Owner">USER or USER:GROUP as numbers; null for root.</param>
/// <param name="Sources">Paths there.</param>
/// <param name="Destination">An absolute path; with / at its end a folder.</param>
internal sealed record CopyInstruction(int Line, string? From, string? Owner, IReadOnlyList<string> Sources, string Destination) : Instruction(Line);

/// <summary>The folder of what follows, made where it is missing.</summary>
/// <param name="Line">Where it begins.</param>
/// <param name="Folder">An absolute path.</param>
internal sealed record WorkingFolderInstruction(int Line, string Folder) : Instruction(Line);
