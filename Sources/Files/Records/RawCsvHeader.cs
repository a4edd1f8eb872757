namespace PathwayOrleans.Sources.Files.Records;

/// <summary>The header of a CSV file whose records are delivered as bytes.</summary>
internal static class RawCsvHeader
{
    /// <summary>Reads the names in the first record.</summary>
    /// <param name="record">The record without its line end.</param>
    /// <param name="path">The file, for the message.</param>
    /// <param name="format">The names that are needed, and what is between them.</param>
    /// <exception cref="InputFileException">A name that is needed is missing, or present more than once.</exception>
    internal static IReadOnlyList<string> Parse(ReadOnlySpan<byte> record, string path, CsvRecordFormat format)
    {
        List<string> names = CsvNames.Read(record, (byte)format.Delimiter) ?? throw new InputFileException(
            $"{path}: the header has unbalanced quotes. The first record must name the columns of the pipeline.");
        foreach (string column in format.Columns)
        {
            switch (names.Count(name => name == column))
            {
                case 0:
                    throw new InputFileException(
                        $"{path}: the header has no column {column}, which the pipeline needs; with the delimiter " +
                        $"'{format.Delimiter}' it has: {string.Join(", ", names)}. Rename the field in the file, write its " +
                        "name in the pipeline in double quotes, or set the option delimiter of ENCODE CSV.");
                case > 1:
                    throw new InputFileException(
                        $"{path}: the header has the column {column} more than once. Remove or rename all but one.");
            }
        }

        return names.AsReadOnly();
    }
}
