using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>A place where columns of the source are values of one event, and no aggregate may be.</summary>
/// <param name="qualifier">The name or alias of the source.</param>
/// <param name="columns">The columns.</param>
/// <param name="damaged">Columns that have errors, which are not reported again.</param>
/// <param name="place">What the place is, for errors.</param>
/// <param name="diagnostics">Where errors go.</param>
internal sealed class SourceScope(
    string qualifier,
    IReadOnlyList<SourceColumn> columns,
    IReadOnlySet<string> damaged,
    string place,
    DiagnosticBag diagnostics) : IBindingScope
{
    /// <summary>Columns that exist but may not be used here, because they are computed.</summary>
    internal IReadOnlyCollection<string> Computed { get; init; } = [];

    public BoundExpression? BindColumn(ColumnExpression column) =>
        Find(column) is { } found ? new BoundColumn(found, column.Span) : null;

    public BoundExpression? BindAggregate(CallExpression call) => diagnostics.Fail<BoundExpression>(
        call.Function.Span, $"The aggregate {call.Function.Text} cannot be in {place}." + (place switch
        {
            "WHERE" => " A condition on a result belongs in a CREATE VIEW over the materialized view.",
            "an aggregate" => " Aggregates are not nested; combine them, such as sum(a) / count(*).",
            "GROUP BY" => " Group by columns of the source.",
            _ => "",
        }));

    /// <summary>The column of a name, or null after an error.</summary>
    internal SourceColumn? Find(ColumnExpression column)
    {
        string name = column.Name.Text;
        if (column.Qualifier is { } other && other.Text != qualifier)
        {
            return diagnostics.Fail<SourceColumn>(
                other.Span, qualifier.Length == 0
                    ? $"There is no source '{other.Text}' here."
                    : $"There is no source '{other.Text}' here. The source is '{qualifier}'.");
        }

        if (columns.FirstOrDefault(candidate => candidate.Name == name) is { } found)
        {
            return found;
        }

        if (damaged.Contains(name))
        {
            return null;
        }

        return diagnostics.Fail<SourceColumn>(column.Name.Span, (place, Computed.Contains(name), name) switch
        {
            ("a default value", _, _) => "A default value is a constant. Use coalesce in a computed column for other values.",
            (_, true, _) => $"'{name}' is computed too. Repeat its expression here.",
            (_, _, Names.WindowStart or Names.WindowEnd) => $"'{name}' is not known for a single event.",
            _ => $"There is no column '{name}'." + Hint(name),
        });
    }

    private string Hint(string name) =>
        NearestName.Hint(name, columns.Select(candidate => candidate.Name)) is { Length: > 0 } hint ? hint
        : columns.Count > 0 ? $" The columns are {string.Join(", ", columns.Select(candidate => candidate.Name))}."
        : "";
}
