namespace PathwayOrleans.Sources.Files.Records;

/// <summary>The indexes of a CSV file's columns, from 0.</summary>
/// <param name="UserId">Column <c>user_id</c>.</param>
/// <param name="Value">Column <c>value</c>.</param>
/// <param name="Time">Column <c>time</c>.</param>
/// <param name="Count">How many columns there are.</param>
internal sealed record CsvHeader(int UserId, int Value, int Time, int Count)
{
    /// <summary>The names that it has at least.</summary>
    internal static readonly string[] Columns = ["user_id", "value", "time"];

    private const string Remedy =
        "The first record must name the columns user_id, value and time, in any order; other columns are ignored. A file has " +
        "no broker timestamp that could replace a missing time.";

    /// <summary>Reads the first record.</summary>
    /// <param name="record">The record without its line end.</param>
    /// <param name="path">The file, for the message.</param>
    /// <exception cref="InputFileException">A column is missing, or present more than once.</exception>
    internal static CsvHeader Parse(ReadOnlySpan<byte> record, string path)
    {
        List<string> names = CsvNames.Read(record, CsvRecords.Comma)
            ?? throw new InputFileException($"{path}: the header has unbalanced quotes. {Remedy}");
        return new CsvHeader(Find("user_id"), Find("value"), Find("time"), names.Count);

        int Find(string name) => names.Count(other => other == name) switch
        {
            1 => names.IndexOf(name),
            0 => throw new InputFileException(
                $"{path}: the header has no column {name}; it has: {string.Join(", ", names)}. {Remedy}"),
            _ => throw new InputFileException(
                $"{path}: the header has the column {name} more than once. Remove or rename all but one."),
        };
    }
}
