using System.Text;

namespace PathwayOrleans.Sources.Files.Records;

/// <summary>The names in a header of CSV.</summary>
internal static class CsvNames
{
    /// <summary>The names without white space around them; null if a quoted one is not closed.</summary>
    /// <param name="record">The header without its line end.</param>
    /// <param name="delimiter">What is between fields.</param>
    internal static List<string>? Read(ReadOnlySpan<byte> record, byte delimiter)
    {
        var names = new List<string>();
        var fields = new CsvFields(delimiter);
        fields.Reset(record.Length);
        bool isLast;
        do
        {
            if (!fields.TryTake(ref record, out ReadOnlySpan<byte> field, out isLast))
            {
                return null;
            }

            names.Add(Encoding.UTF8.GetString(field).Trim());
        }
        while (!isLast);

        return names;
    }
}
