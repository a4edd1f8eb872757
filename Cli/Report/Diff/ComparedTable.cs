namespace PathwayOrleans.Cli.Report.Diff;

/// <summary>A table and the comparison of its rows, as SQL over the aliases <c>a</c> and <c>b</c>.</summary>
/// <param name="Name">The name of the table.</param>
/// <param name="Keys">The columns of its primary key.</param>
/// <param name="Exact">Columns that are compared with SQL equality.</param>
/// <param name="Doubles">Columns of doubles, which are compared by their bits.</param>
/// <param name="Shown">These columns in the order in which an example shows them.</param>
internal sealed record ComparedTable(string Name, string[] Keys, string[] Exact, string[] Doubles, string Shown)
{
    internal string SameKey => string.Join(" AND ", Keys.Select(column => $"a.{column} = b.{column}"));

    internal string Differs
    {
        get
        {
            IEnumerable<string> exact = Exact.Select(column => $"a.{column} IS DISTINCT FROM b.{column}");
            IEnumerable<string> doubles = Doubles.Select(
                column => $"float8send(a.{column}) IS DISTINCT FROM float8send(b.{column})");
            return $"({string.Join(" OR ", exact.Concat(doubles))})";
        }
    }

    /// <summary>A column that is null only if the side has no row.</summary>
    internal string KeyOf(string alias) => $"{alias}.{Keys[0]}";

    internal string KeysOf(string alias) => string.Join(", ", Keys.Select(column => $"{alias}.{column}"));
}
