using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Views;

namespace PathwayOrleans.Cli.Report.Diff;

/// <summary>What of two services can be compared: their views.</summary>
/// <param name="Tables">The tables that both have with the same columns.</param>
/// <param name="Incomparable">The views that only one has, or both with other columns, with the reason.</param>
internal sealed record ComparedTables(IReadOnlyList<ComparedTable> Tables, IReadOnlyList<IncomparableView> Incomparable)
{
    internal static async Task<ComparedTables> FindAsync(
        IQueries queries, string first, string second, CancellationToken cancellationToken)
    {
        IReadOnlyList<ViewDescription> a = await new ViewCatalog(queries, first).ListAsync(cancellationToken);
        IReadOnlyList<ViewDescription> b = await new ViewCatalog(queries, second).ListAsync(cancellationToken);
        var tables = new List<ComparedTable>();
        var others = new List<IncomparableView>();
        foreach (ViewDescription view in a)
        {
            if (b.FirstOrDefault(candidate => candidate.Name == view.Name) is not { } same)
            {
                others.Add(new IncomparableView(view.Name, $"only {first} has this view"));
            }
            else if (Describe(view) is var columns && Describe(same) is var sameColumns && columns != sameColumns)
            {
                others.Add(new IncomparableView(
                    view.Name, $"the columns are {columns} in {first} and {sameColumns} in {second}"));
            }
            else
            {
                tables.Add(ComparedTable.Of(view));
            }
        }

        others.AddRange(b.Where(view => a.All(known => known.Name != view.Name))
            .Select(view => new IncomparableView(view.Name, $"only {second} has this view")));
        return new ComparedTables(tables, others);
    }

    private static string Describe(ViewDescription view) =>
        $"{string.Join(", ", view.Columns.Select(column => $"{column.Name} {column.Type}"))}, " +
        $"with the key {string.Join(", ", view.PrimaryKey)}";
}

/// <summary>A view that cannot be compared.</summary>
/// <param name="View">Its name.</param>
/// <param name="Reason">Why.</param>
internal sealed record IncomparableView(string View, string Reason);
