namespace PathwayOrleans.Sources;

/// <summary>How raw records of CSV are written.</summary>
/// <param name="Delimiter">What is between fields: one ASCII character.</param>
/// <param name="Columns">The names that the header of a file must have.</param>
public sealed record CsvRecordFormat(char Delimiter, IReadOnlyList<string> Columns);
