namespace PathwayOrleans.Pipelines.Tests.Support;

/// <summary>Texts and the errors that are expected for them.</summary>
internal static class ErrorTable
{
    /// <summary>Reads a table in which each text is followed by its message, on an indented line of its own.</summary>
    internal static TheoryData<string, string> Read(string table)
    {
        var rows = new TheoryData<string, string>();
        foreach (string[] row in table.Split('\n').Chunk(2))
        {
            Assert.StartsWith("    ", row[1], StringComparison.Ordinal);
            rows.Add(row[0], row[1].Trim());
        }

        return rows;
    }
}
