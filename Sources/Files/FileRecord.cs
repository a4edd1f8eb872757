namespace PathwayOrleans.Sources.Files;

/// <summary>The bytes of a record of a file.</summary>
/// <param name="Line">The number of its first line, from 1.</param>
/// <param name="Bytes">The bytes without the line end, valid until the next record is read.</param>
/// <param name="Fields">The names of its fields if the file has a header; null otherwise.</param>
public readonly record struct FileRecord(long Line, ReadOnlyMemory<byte> Bytes, IReadOnlyList<string>? Fields);
