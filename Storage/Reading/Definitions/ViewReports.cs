using System.Globalization;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;
using PathwayOrleans.Storage.Reading.Views;

namespace PathwayOrleans.Storage.Reading.Definitions;

/// <summary>The reports over the materialized views of a service. Each says since when its view counts.</summary>
public static class ViewReports
{
    private const int TopLimit = 10;

    private const int ChartLimit = 40;

    private static readonly ReportColumn[] ListColumns =
    [
        ReportColumn.Of<ViewDescription>("name", ReportColumnKind.Text, view => view.Name),
        ReportColumn.Of<ViewDescription>("windowed", ReportColumnKind.Flag, view => view.Windowed),
        ReportColumn.Of<ViewDescription>("key", ReportColumnKind.Text, view => string.Join(", ", view.Key)),
        ReportColumn.Of<ViewDescription>(
            "columns", ReportColumnKind.Text, view => string.Join(", ", view.Columns.Select(column => column.Name))),
        ReportColumn.Of<ViewDescription>("since", ReportColumnKind.ClockTime, view => view.Since) with
        {
            Nothing = "first event",
        },
        ReportColumn.Of<ViewDescription>("state", ReportColumnKind.Text, view => view.State),
    ];

    /// <summary>The materialized views.</summary>
    public static ReportDefinition List { get; } = new(
        "views",
        "The materialized views of the service: their columns, and since when each counts. json also has types and SQL.",
        [],
        (queries, _, _) => Task.FromResult(OpenReport.Of(
            ListColumns,
            async (page, token) =>
            {
                IReadOnlyList<ViewDescription> views = await new ViewCatalog(queries).ListAsync(token);
                return new ReportPage<ViewDescription>([.. views.Take(page.Limit)], null);
            })))
    {
        RowTypes = [typeof(ViewDescription)],
        IsPaged = false,
    };

    /// <summary>The rows of a view.</summary>
    public static ReportDefinition Rows { get; } = Of(
        "view",
        "The rows of a materialized view in the order of its key, or those of one key.",
        [ReportParameter.Key, ReportParameter.From, ReportParameter.To, ReportParameter.State],
        async (queries, view, values, token) =>
        {
            ViewKey? key = await ViewKey.ReadAsync(queries, view, values, token);
            var range = ViewRange.Read(view, values);
            var reader = new ViewReader(queries, view);
            return OpenReport.Of(
                reader.RowColumns,
                (page, t) => reader.RowsAsync(key, range, page, t),
                key is null ? null : t => RequireAsync(reader, view, key, t));
        });

    /// <summary>What is watched of a key: its row, or its newest windows.</summary>
    public static ReportDefinition Changes { get; } = Of(
        "changes",
        "The rows of a key of a materialized view, whenever they change; of windows the newest " +
        $"{WatchedKey.MaxWindows.ToString(CultureInfo.InvariantCulture)}.",
        [ReportParameter.Key with { Help = "The key: a value for each key column, in their order.", IsRequired = true }],
        async (queries, view, values, token) =>
        {
            ViewKey key = await ViewKey.RequireAsync(queries, view, values, token);
            return OpenReport.Of(new ViewReader(queries, view).RowColumns, async (_, t) =>
                new ReportPage<ViewRow>((await WatchedKey.ReadRowsAsync(queries, view, [key], t))[0], null));
        }) with
    {
        HasLimit = false,
        IsPaged = false,
    };

    /// <summary>The rows of a view with the highest values of a column.</summary>
    public static ReportDefinition Top { get; } = Of(
        "top",
        "The rows of a materialized view in descending order of a column; rows without a value are left out.",
        [
            ReportParameter.Column("by", "The column."),
            ReportParameter.From,
            ReportParameter.To,
            ReportParameter.State,
        ],
        (queries, view, values, _) =>
        {
            ViewColumnDescription by = view.Column("by", values.Text("by"));
            var range = ViewRange.Read(view, values);
            var reader = new ViewReader(queries, view);
            return Task.FromResult(OpenReport.Of(
                reader.RowColumns, (page, token) => reader.TopAsync(by, range, page, token)));
        }) with
    {
        DefaultLimit = TopLimit,
    };

    /// <summary>Totals of a view over all keys.</summary>
    public static ReportDefinition Totals { get; } = Of(
        "totals",
        "The totals of a materialized view over all keys, by window. Only counts, sums, lowest and highest values, bool_and " +
        "and bool_or have totals; averages and estimates do not follow from those of the keys and are named as omitted.",
        [ReportParameter.From, ReportParameter.To, ReportParameter.State],
        (queries, view, values, _) =>
        {
            var range = ViewRange.Read(view, values);
            var reader = new ViewReader(queries, view);
            OpenReport report = OpenReport.Of(reader.TotalColumns, (page, token) => reader.TotalsAsync(range, page, token));
            return Task.FromResult(report with
            {
                Facts = new Dictionary<string, object?> { ["omitted"] = reader.Omitted },
                Note = reader.Omitted.Count == 0 ? null : $"omitted, as totals do not follow from the rows: " +
                    $"{string.Join(", ", reader.Omitted)}",
            });
        });

    /// <summary>A column of a view by window.</summary>
    public static ReportDefinition Chart { get; } = Of(
        "chart",
        "Draws a column of the newest windows of a materialized view, of one key or over all keys.",
        [
            ReportParameter.Column("column", "The column, which must be a number."),
            ReportParameter.Key,
            ReportParameter.From,
            ReportParameter.To,
            ReportParameter.State,
        ],
        async (queries, view, values, token) =>
        {
            ViewColumnDescription column = Charted(view, values);
            ViewKey? key = await ViewKey.ReadAsync(queries, view, values, token);
            if (key is null && column.Total is null)
            {
                throw new ReportParameterException(
                    "column",
                    column.Name,
                    "its values over all keys do not follow from those of the keys; give a key, or use one of " +
                    string.Join(", ", view.Values.Where(other => other.IsNumber && other.Total is not null)
                        .Select(other => $"'{other.Name}'").DefaultIfEmpty("none")));
            }

            var range = ViewRange.Read(view, values);
            var reader = new ViewReader(queries, view);
            IReadOnlyList<ReportColumn> columns = ViewReader.ChartColumns(view, column, key is null);
            return OpenReport.Of(
                columns,
                async (page, t) => new ReportPage<ViewRow>(await reader.ChartAsync(column, key, range, page, t), null),
                key is null ? null : t => RequireAsync(reader, view, key, t));
        }) with
    {
        DefaultLimit = ChartLimit,
        LimitHelp = "Number of windows, newest first",
        IsPaged = false,
    };

    private static ReportDefinition Of(
        string name,
        string help,
        ReportParameter[] parameters,
        Func<IQueries, ViewDescription, ReportValues, CancellationToken, Task<OpenReport>> open) => new(
            name,
            help,
            [ReportParameter.View, .. parameters],
            async (queries, values, token) =>
            {
                ViewDescription view = await new ViewCatalog(queries).RequireAsync("view", values.Text("view")!, token);
                OpenReport report = await open(queries, view, values, token);
                return report with
                {
                    Facts = new Dictionary<string, object?>(view.Facts.Concat(report.Facts)),
                    Note = report.Note is null ? view.Counted : $"{view.Counted}\n{report.Note}",
                };
            });

    private static ViewColumnDescription Charted(ViewDescription view, ReportValues values)
    {
        if (!view.Windowed)
        {
            throw new ReportParameterException(
                "view", view.Name, "it has no windows to draw; use the report top, or a view with windows");
        }

        ViewColumnDescription column = view.Column("column", values.Text("column"), isNumber: true);
        return column.IsNumber ? column : throw new ReportParameterException(
            "column", column.Name, $"it has the type {column.Type}, and only numbers can be drawn");
    }

    private static async Task RequireAsync(
        ViewReader reader, ViewDescription view, ViewKey key, CancellationToken cancellationToken)
    {
        if (!await reader.HasAsync(key, cancellationToken))
        {
            throw new UnknownSubjectException(
                ViewKey.Parameter, string.Join(", ", key.Values), $"the view '{view.Name}' has no row of this key");
        }
    }
}
