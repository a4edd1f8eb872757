using PathwayOrleans.Configuration;

namespace PathwayOrleans.Storage.Views;

/// <summary>The columns that the companions of a windowed view have besides its own.</summary>
internal static class CompanionColumns
{
    private const string OwnPrefix = "pathway_";

    private static readonly string[] Own = ["closed", "reopened_at"];

    /// <exception cref="ConfigurationRejectedException">A column of the view has the name of one of them.</exception>
    internal static void Check(ViewTable table)
    {
        if (table.Window is not null && table.Columns.FirstOrDefault(column => IsOwn(column.Name)) is { } column)
        {
            throw new ConfigurationRejectedException(
                $"The view '{table.Name}' has a column '{column.Name}'. Its companion '{ViewTableSql.StatusName(table)}' has " +
                $"the columns {string.Join(" and ", Own)}, and names that begin with {OwnPrefix} belong to the service. Give " +
                "the column another name with AS.");
        }
    }

    private static bool IsOwn(string name) => Own.Contains(name) || name.StartsWith(OwnPrefix, StringComparison.Ordinal);
}
