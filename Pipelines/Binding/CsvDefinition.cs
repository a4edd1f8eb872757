namespace PathwayOrleans.Pipelines.Binding;

/// <summary>How the records of a source of CSV are written.</summary>
/// <param name="Delimiter">What is between fields: one ASCII character.</param>
/// <param name="NullText">A field without quotes that means NULL.</param>
/// <param name="Fields">
/// The names of the fields of a record, unless the source says them, as a file with a header does.
/// </param>
/// <param name="IsNamed">Whether these names are declared; otherwise they are the columns of messages in their order.</param>
internal sealed record CsvDefinition(char Delimiter, string NullText, IReadOnlyList<string> Fields, bool IsNamed)
{
    /// <summary>The number of the field of a column, from 1.</summary>
    internal int FieldOf(SourceColumn column)
    {
        int index = 0;
        while (Fields[index] != column.Name)
        {
            index++;
        }

        return index + 1;
    }
}
