using Npgsql;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Reading.Views;

/// <summary>
/// Reads the rows of a view. Rows of one key and pages in key order use the primary key; the others scan the table.
/// </summary>
/// <param name="queries">Where statements run.</param>
/// <param name="view">The view.</param>
internal sealed class ViewReader(IQueries queries, ViewDescription view)
{
    // The name of the number of rows of a total. Names of columns of views that begin with pathway_ are refused.
    private const string RowCount = "rows";
    private const string OtherRowCount = "pathway_rows";

    /// <summary>The columns of its rows.</summary>
    internal IReadOnlyList<ReportColumn> RowColumns { get; } = ViewColumns.Of(
        [.. view.Columns.Select(column => (column.Name, column.Type)), .. view.Windowed ? ViewColumns.Status : []]);

    /// <summary>The columns of totals.</summary>
    internal IReadOnlyList<ReportColumn> TotalColumns { get; } = ViewColumns.Of(
    [
        .. view.Windowed ? Bounds(view) : [],
        (view.Columns.Any(column => column.Name == RowCount) ? OtherRowCount : RowCount, "bigint"),
        .. Totalled(view).Select(column => (column.Name, ViewColumns.TotalType(column))),
        .. view.Windowed ? ViewColumns.Closed : [],
    ]);

    /// <summary>The columns whose totals do not follow from the rows.</summary>
    internal IReadOnlyList<string> Omitted { get; } =
        [.. view.Values.Where(column => column.Total is null).Select(column => column.Name)];

    /// <summary>The columns of a chart.</summary>
    internal static IReadOnlyList<ReportColumn> ChartColumns(ViewDescription view, ViewColumnDescription column, bool isTotal) =>
        ViewColumns.Of(
        [
            .. Bounds(view), (column.Name, isTotal ? ViewColumns.TotalType(column) : column.Type), .. ViewColumns.Closed,
        ]);

    /// <summary>A page of its rows, in the order of the primary key.</summary>
    internal async Task<ReportPage<ViewRow>> RowsAsync(
        ViewKey? key, ViewRange range, PageRequest page, CancellationToken cancellationToken)
    {
        string order = Order("rows");
        string[]? after = page.After is null ? null : ReadPlace(page.After, order, view.Identity.Count);
        Sql sql =
            $"""
            SELECT {RowCells} FROM {Relation} WHERE true
            {WhereKey(key)}{range.Conditions(view)}
            {Sql.If(after, place => $" AND {Identity} > {IdentityOf(place)}")}
            ORDER BY {IdentityOrder} LIMIT {page.Fetch}
            """;
        IReadOnlyList<ViewRow> rows = await ReadAsync(sql, RowColumns, page, cancellationToken);
        return ReportPage<ViewRow>.Of(rows, page, row => Cursor.Write(order, PlaceOf(row)));
    }

    /// <summary>Whether there is a row of a key.</summary>
    internal async Task<bool> HasAsync(ViewKey key, CancellationToken cancellationToken) => (await queries.ReadAsync(
        $"SELECT EXISTS (SELECT FROM {Relation} WHERE true {WhereKey(key)})", row => row.GetBoolean(0), cancellationToken))[0];

    /// <summary>A page of its rows in descending order of a column. Rows without a value are left out.</summary>
    internal async Task<ReportPage<ViewRow>> TopAsync(
        ViewColumnDescription by, ViewRange range, PageRequest page, CancellationToken cancellationToken)
    {
        string order = Order($"top:{by.Name}");
        string[]? after = page.After is null ? null : ReadPlace(page.After, order, view.Identity.Count + 1);
        Sql column = Sql.Text(by.Sql);
        Sql sql =
            $"""
            SELECT {RowCells} FROM {Relation} WHERE {column} IS NOT NULL
            {range.Conditions(view)}
            {Sql.If(after, place => Below(column, Cast(place[0], by), IdentityOf(place[1..])))}
            ORDER BY {column} DESC, {IdentityOrder} LIMIT {page.Fetch}
            """;
        int place = view.Columns.ToList().IndexOf(by);
        IReadOnlyList<ViewRow> rows = await ReadAsync(sql, RowColumns, page, cancellationToken);
        return ReportPage<ViewRow>.Of(rows, page, row => Cursor.Write(order, [row.Cells[place]!, .. PlaceOf(row)]));
    }

    /// <summary>A page of the totals over all keys: a row per window, or one without windows.</summary>
    internal async Task<ReportPage<ViewRow>> TotalsAsync(
        ViewRange range, PageRequest page, CancellationToken cancellationToken)
    {
        Sql totals = Join(["count(*)::text", .. Totalled(view).Select(column => column.TotalCell)]);
        if (!view.Windowed)
        {
            if (page.After is { } cursor)
            {
                // There is one row, and so no next page.
                throw Cursor.Refused(cursor);
            }

            return new ReportPage<ViewRow>(
                await ReadAsync($"SELECT {totals} FROM {Relation}", TotalColumns, page, cancellationToken), null);
        }

        string order = Order("totals");
        string[]? after = page.After is null ? null : ReadPlace(page.After, order, 2);
        Sql bounds = Sql.Text($"{view.WindowStart.Sql}, {view.WindowEnd.Sql}");
        Sql sql =
            $"""
            SELECT {Join([view.WindowStart.Cell, view.WindowEnd.Cell])}, {totals}, bool_and(v.closed)::text
            FROM {Relation} WHERE true {range.Conditions(view)}
            {Sql.If(after, at => $" AND ({bounds}) > ({Cast(at[0], view.WindowStart)}, {Cast(at[1], view.WindowEnd)})")}
            GROUP BY {bounds} ORDER BY {bounds} LIMIT {page.Fetch}
            """;
        IReadOnlyList<ViewRow> rows = await ReadAsync(sql, TotalColumns, page, cancellationToken);
        return ReportPage<ViewRow>.Of(rows, page, row => Cursor.Write(order, row.Cells[0]!, row.Cells[1]!));
    }

    /// <summary>A column in the newest windows of a key, or its totals over all keys, in the order of the windows.</summary>
    internal async Task<IReadOnlyList<ViewRow>> ChartAsync(
        ViewColumnDescription column, ViewKey? key, ViewRange range, PageRequest page, CancellationToken cancellationToken)
    {
        string bounds = $"{view.WindowStart.Sql}, {view.WindowEnd.Sql}";
        Sql cells = Join([view.WindowStart.Cell, view.WindowEnd.Cell, key is null ? column.TotalCell : column.Cell]);
        Sql closed = Sql.Text(key is null ? "bool_and(v.closed)::text" : "v.closed::text");
        Sql group = Sql.Text(key is null ? $"GROUP BY {bounds}" : "");
        Sql newest = Sql.Text($"{view.WindowStart.Sql} DESC, {view.WindowEnd.Sql} DESC");
        Sql sql =
            $"""
            SELECT {cells}, {closed} FROM {Relation} WHERE true {WhereKey(key)}{range.Conditions(view)} {group}
            ORDER BY {newest} LIMIT {page.Limit}
            """;
        return [.. (await ReadAsync(sql, ChartColumns(view, column, key is null), page, cancellationToken)).Reverse()];
    }

    /// <summary>The rows of several keys, with one statement: of windows the newest, in their order.</summary>
    /// <returns>The rows of each key, in the order of the keys.</returns>
    internal async Task<IReadOnlyList<IReadOnlyList<ViewRow>>> NewestAsync(
        IReadOnlyList<ViewKey> keys, ViewRange range, int limit, CancellationToken cancellationToken)
    {
        ViewColumnDescription[] columns = [.. view.KeyColumns];
        Sql values = Sql.Join(", ", columns.Select((_, i) => (Sql)$"{keys.Select(key => key.Values[i]).ToArray()}"));
        Sql names = Join(columns.Select((_, i) => FormattableString.Invariant($"k{i}")));
        Sql same = Sql.Text(string.Join(
            " AND ", columns.Select((column, i) => FormattableString.Invariant($"{column.Sql} = w.k{i}::{column.Type}"))));
        Sql newest = Join(view.Identity.Select(column => $"{column.Sql} DESC"));
        Sql sql =
            $"""
            SELECT {RowCells}, w.place FROM unnest({values}) WITH ORDINALITY AS w ({names}, place)
            CROSS JOIN LATERAL (
                SELECT v.* FROM {Relation} WHERE {same}{range.Conditions(view)} ORDER BY {newest} LIMIT {limit}
            ) AS v
            ORDER BY w.place, {IdentityOrder}
            """;
        IReadOnlyList<(long Place, ViewRow Row)> found = await queries.ReadAsync(
            sql, row => (row.GetInt64(RowColumns.Count), Read(row, RowColumns)), cancellationToken);
        ILookup<long, ViewRow> byPlace = found.ToLookup(pair => pair.Place, pair => pair.Row);
        return [.. keys.Select((_, i) => (IReadOnlyList<ViewRow>)[.. byPlace[i + 1]])];
    }

    private static (string Name, string Type)[] Bounds(ViewDescription view) =>
        [(view.WindowStart.Name, view.WindowStart.Type), (view.WindowEnd.Name, view.WindowEnd.Type)];

    private static IEnumerable<ViewColumnDescription> Totalled(ViewDescription view) =>
        view.Values.Where(column => column.Total is not null);

    private Sql Relation => Sql.Text($"{view.Relation} AS v");

    private Sql RowCells => Join(
    [
        .. view.Columns.Select(column => column.Cell),
        .. view.Windowed
            ? ViewColumns.Status.Select(column => ViewColumnDescription.TextOf($"v.{column.Name}", column.Type))
            : [],
    ]);

    private Sql Identity => Sql.Text($"({string.Join(", ", view.Identity.Select(column => column.Sql))})");

    private Sql IdentityOrder => Join(view.Identity.Select(column => column.Sql));

    private Sql WhereKey(ViewKey? key) => key is null ? Sql.Empty : Sql.Join(
        "",
        view.KeyColumns.Zip(key.Values).Select(
            pair => (Sql)$" AND {Sql.Text(pair.First.Sql)} = {Cast(pair.Second, pair.First)}"));

    private Sql IdentityOf(string[] place) =>
        $"({Sql.Join(", ", view.Identity.Zip(place).Select(pair => Cast(pair.Second, pair.First)))})";

    private Sql Below(Sql column, Sql value, Sql identity) =>
        $" AND ({column} < {value} OR ({column} = {value} AND {Identity} > {identity}))";

    private static Sql Cast(string value, ViewColumnDescription column) => $"{value}::{Sql.Text(column.Type)}";

    private static Sql Join(IEnumerable<string> pieces) => Sql.Text(string.Join(", ", pieces));

    private string Order(string report) => FormattableString.Invariant($"view:{view.Number}:{view.Name}:{report}");

    private static string[] ReadPlace(string cursor, string order, int count) =>
        Cursor.Read(cursor, order, key => key.Length == count
            ? Array.ConvertAll(key, part => part.GetString()!)
            : throw new FormatException("A cursor has the values of a place."));

    private string[] PlaceOf(ViewRow row)
    {
        List<ViewColumnDescription> columns = [.. view.Columns];
        return [.. view.Identity.Select(column => row.Cells[columns.IndexOf(column)]!)];
    }

    private async Task<IReadOnlyList<ViewRow>> ReadAsync(
        Sql sql, IReadOnlyList<ReportColumn> columns, PageRequest page, CancellationToken cancellationToken)
    {
        try
        {
            return await queries.ReadAsync(sql, row => Read(row, columns), cancellationToken);
        }
        catch (PostgresException e) when (page.After is not null && e.SqlState.StartsWith("22", StringComparison.Ordinal))
        {
            // A place whose values have other types is of no page.
            throw Cursor.Refused(page.After);
        }
    }

    private static ViewRow Read(NpgsqlDataReader row, IReadOnlyList<ReportColumn> columns)
    {
        string?[] cells = new string?[columns.Count];
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = row.IsDBNull(i) ? null : row.GetString(i);
        }

        return new ViewRow(columns, cells);
    }
}
