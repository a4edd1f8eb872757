using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Binds the GROUP BY of a view.</summary>
internal sealed class GroupBinder(SourceScope scope, bool isWindowed, DiagnosticBag diagnostics)
{
    /// <summary>Whether no item had an error.</summary>
    internal bool IsComplete { get; private set; } = true;

    /// <summary>A window that stands for one with an error.</summary>
    internal static WindowDefinition AnyWindow(SourceDefinition source) =>
        new(WindowKind.Tumble, source.Watermark?.Column ?? source.Columns[0], default, null, default, null);

    /// <summary>The key columns, in the order of GROUP BY.</summary>
    internal IReadOnlyList<SourceColumn> Bind(CreateMaterializedView view)
    {
        var keys = new List<SourceColumn>();
        var bounds = new HashSet<string>();
        foreach (SqlExpression item in view.Query.GroupBy)
        {
            if (item is not ColumnExpression column)
            {
                Fail(item.Span, item is NumberLiteral
                    ? "A number here is the place of a column in Postgres. Name the column."
                    : "GROUP BY takes columns. Declare a computed column in the source, such as day date AS (at::date), and " +
                        "group by it.");
            }
            else if (column.Name.Text is Names.WindowStart or Names.WindowEnd)
            {
                BindBound(column, bounds);
            }
            else if (scope.Find(column) is { } key)
            {
                if (keys.Contains(key))
                {
                    Fail(column.Span, $"'{key.Name}' is in GROUP BY twice. Remove one.");
                }
                else
                {
                    keys.Add(key);
                }
            }
            else
            {
                IsComplete = false;
            }
        }

        CheckComplete(view, keys, bounds);
        return keys;
    }

    private void BindBound(ColumnExpression column, HashSet<string> bounds)
    {
        if (!isWindowed)
        {
            Fail(column.Span, $"'{column.Name.Text}' needs a window, such as FROM TUMBLE(source, time, INTERVAL '1 hour').");
        }
        else if (!bounds.Add(column.Name.Text))
        {
            Fail(column.Span, $"'{column.Name.Text}' is in GROUP BY twice. Remove one.");
        }
    }

    private void CheckComplete(CreateMaterializedView view, List<SourceColumn> keys, HashSet<string> bounds)
    {
        SourceSpan place = view.Query.GroupBy[0].Span;
        if (!IsComplete)
        {
            return;
        }

        if (keys.Count == 0)
        {
            Fail(place, "GROUP BY needs a key column. For totals over all keys write a CREATE VIEW that sums up the " +
                "materialized view.");
        }

        string[] missing = [.. ((string[])[Names.WindowStart, Names.WindowEnd]).Except(bounds)];
        if (isWindowed && missing.Length > 0)
        {
            Fail(place, $"A view with a window groups by it. Add {string.Join(" and ", missing)} to GROUP BY.");
        }
    }

    private void Fail(SourceSpan span, string message)
    {
        IsComplete = false;
        diagnostics.Add(span, message);
    }
}
