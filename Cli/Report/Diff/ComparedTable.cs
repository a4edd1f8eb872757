using PathwayOrleans.Storage.Reading.Views;

namespace PathwayOrleans.Cli.Report.Diff;

/// <summary>A table and the comparison of its rows, as SQL over the aliases <see cref="A"/> and <see cref="B"/>.</summary>
/// <param name="Name">The name of the table.</param>
/// <param name="Keys">The columns of its primary key.</param>
/// <param name="Others">The other columns, with their types.</param>
/// <param name="Shown">All columns in the order in which an example shows them.</param>
internal sealed record ComparedTable(
    string Name, IReadOnlyList<string> Keys, IReadOnlyList<(string Name, string Type)> Others, IReadOnlyList<string> Shown)
{
    /// <summary>The alias of the first service. No column of a view begins with pathway_, so that none hides it.</summary>
    internal const string A = "pathway_a";

    /// <summary>The alias of the second service.</summary>
    internal const string B = "pathway_b";

    internal string SameKey => string.Join(" AND ", Keys.Select(column => $"{A}.{Quote(column)} = {B}.{Quote(column)}"));

    internal string Differs => Others.Count == 0
        ? "false"
        : $"({string.Join(" OR ", Others.Select(column => Different(Quote(column.Name), column.Type)))})";

    internal string Columns => string.Join(", ", Shown.Select(Quote));

    /// <summary>The table of a view.</summary>
    internal static ComparedTable Of(ViewDescription view) => new(
        view.Name,
        view.PrimaryKey,
        [
            .. view.Columns.Where(column => !view.PrimaryKey.Contains(column.Name))
                .Select(column => (column.Name, column.Type)),
        ],
        [.. view.Columns.Select(column => column.Name)]);

    /// <summary>A column that is null only if the side has no row.</summary>
    internal string KeyOf(string alias) => $"{alias}.{Quote(Keys[0])}";

    internal string KeysOf(string alias) => string.Join(", ", Keys.Select(column => $"{alias}.{Quote(column)}"));

    internal static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // Floating-point numbers by their bits, because 0 equals -0 in Postgres; others with SQL equality.
    private static string Different(string column, string type) => type switch
    {
        "double precision" => $"float8send({A}.{column}) IS DISTINCT FROM float8send({B}.{column})",
        "real" => $"float4send({A}.{column}) IS DISTINCT FROM float4send({B}.{column})",
        _ => $"{A}.{column} IS DISTINCT FROM {B}.{column}",
    };
}
