using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Binds <c>CREATE MATERIALIZED VIEW</c>.</summary>
internal sealed class ViewBinder(
    SourceDefinition source,
    IReadOnlySet<string> damagedColumns,
    IReadOnlyCollection<string> otherViews,
    DiagnosticBag diagnostics)
{
    private const string AllowedLateness = "allowed_lateness";

    /// <summary>The view and its key columns in the order of its GROUP BY; complete only if no error was added.</summary>
    internal (MaterializedViewDefinition View, IReadOnlyList<SourceColumn> Keys) Bind(CreateMaterializedView view)
    {
        FromClause from = view.Query.From;
        bool isWindowed = from.Arguments is not null;
        Names.Check(view.Name, "view", diagnostics, isWindowed ? Names.StatusSuffix : "");
        WindowDefinition? window = isWindowed
            ? new WindowBinder(source, damagedColumns, diagnostics).Bind(from)
            : CheckSource(from);
        long lateness = BindOptions(view, isWindowed);

        string qualifier = from.Alias?.Text ?? source.Name;
        BoundExpression? filter = view.Query.Where is { } where
            ? new ExpressionBinder(Scope(qualifier, "WHERE"), diagnostics).BindCondition(where, "WHERE")
            : null;
        var group = new GroupBinder(Scope(qualifier, "GROUP BY"), isWindowed, diagnostics);
        IReadOnlyList<SourceColumn> keys = group.Bind(view);

        var aggregates = new AggregateBinder(
            Scope(qualifier, "an aggregate"), Scope(qualifier, "FILTER"), diagnostics);
        // What an error in FROM or GROUP BY leaves out is not reported again where it is used.
        WindowDefinition? known = isWindowed ? window ?? GroupBinder.AnyWindow(source) : null;
        var scope = new GroupedScope(
            Scope(qualifier, "the select list"), group.IsComplete ? keys : source.Columns, known, aggregates, diagnostics);
        OutputColumn[] outputs = BindItems(view, scope, isWindowed);
        if (group.IsComplete)
        {
            CheckKeys(view, keys, outputs, isWindowed);
        }

        return (
            new MaterializedViewDefinition(
                view.Name.Text,
                diagnostics.Source.Slice(view.Span).TrimEnd(),
                window,
                lateness,
                filter,
                outputs,
                aggregates.Calls),
            keys);
    }

    private static string? NameOf(SelectItem item) => item.Alias?.Text ?? item.Expression switch
    {
        ColumnExpression column => column.Name.Text,
        CallExpression call => call.Function.Text,
        _ => null,
    };

    private SourceScope Scope(string qualifier, string place) =>
        new(qualifier, source.Columns, damagedColumns, place, diagnostics);

    private WindowDefinition? CheckSource(FromClause from)
    {
        string name = from.Name.Text;
        if (name != source.Name)
        {
            diagnostics.Add(from.Name.Span, otherViews.Contains(name)
                ? $"A materialized view reads the source '{source.Name}', not another view. Write a CREATE VIEW over '{name}'."
                : $"There is no source '{name}'." + (NearestName.Hint(name, [source.Name]) is { Length: > 0 } hint
                    ? hint
                    : $" The source is '{source.Name}'."));
        }

        return null;
    }

    private long BindOptions(CreateMaterializedView view, bool isWindowed)
    {
        if (!Options.Check(view.Options, [AllowedLateness], "a materialized view", diagnostics)
            .TryGetValue(AllowedLateness, out SqlOption? lateness))
        {
            return 0;
        }

        if (!isWindowed)
        {
            diagnostics.Add(lateness.Name.Span, "allowed_lateness is for views with a window, because only windows close. " +
                "Leave it out, or use a window such as FROM TUMBLE(source, time, INTERVAL '1 hour').");
            return 0;
        }

        return Durations.Bind(lateness.Value, lateness.ValueSpan, allowsZero: true, diagnostics) ?? 0;
    }

    private OutputColumn[] BindItems(CreateMaterializedView view, GroupedScope scope, bool isWindowed)
    {
        var binder = new ExpressionBinder(scope, diagnostics);
        var outputs = new List<OutputColumn>();
        var names = new HashSet<string>();
        foreach (SelectItem item in view.Query.Items)
        {
            BoundExpression? bound = binder.Bind(item.Expression);
            string? name = NameOf(item);
            SqlName place = item.Alias ?? new SqlName(name ?? "", item.Expression.Span);
            if (name is null)
            {
                diagnostics.Add(place.Span, "This column has no name. Give it one with AS.");
                continue;
            }

            if (!names.Add(name))
            {
                diagnostics.Add(place.Span, $"The view has two columns '{name}'. Give one of them another name with AS.");
                continue;
            }

            bool isBound = bound is BoundWindowBound bounds && name == (bounds.IsEnd ? Names.WindowEnd : Names.WindowStart);
            bool isName = name is Names.WindowStart or Names.WindowEnd && bound is null or BoundWindowBound && isBound;
            bool isFree = isBound || isName || Names.CheckColumn(place, diagnostics);
            if (isFree && (!isWindowed || Names.CheckWindowed(place, view.Name, diagnostics)) && bound is not null)
            {
                outputs.Add(new OutputColumn(name, bound, diagnostics.Source.Slice(item.Expression.Span)));
            }
        }

        return [.. outputs];
    }

    private void CheckKeys(
        CreateMaterializedView view, IReadOnlyList<SourceColumn> keys, OutputColumn[] outputs, bool isWindowed)
    {
        IEnumerable<string> missing = keys
            .Where(key => !outputs.Any(output => output.Expression is BoundKey bound && bound.Column == key))
            .Select(key => key.Name);
        if (isWindowed)
        {
            missing = missing.Concat(((bool[])[false, true])
                .Where(isEnd => !outputs.Any(output => output.Expression is BoundWindowBound bound && bound.IsEnd == isEnd))
                .Select(isEnd => isEnd ? Names.WindowEnd : Names.WindowStart));
        }

        // An item with an error may be the missing one.
        if (outputs.Length == view.Query.Items.Count && missing.ToArray() is { Length: > 0 } names)
        {
            diagnostics.Add(
                view.Query.Items[0].Expression.Span,
                $"The select list lacks {string.Join(", ", names)}, which the rows of the table are found by. Add it.");
        }
    }
}
