namespace PathwayOrleans.Sources.Files.Index;

/// <summary>A piece of a file's content that holds whole records.</summary>
/// <param name="Offset">Where it begins in the content.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="FirstRecord">The number of its first record.</param>
/// <param name="Records">How many records it holds.</param>
internal readonly record struct Chunk(long Offset, int Length, long FirstRecord, int Records);
