using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>Turns the text of a pipeline into a checked definition.</summary>
internal static class PipelineBinder
{
    /// <summary>Parses and checks a pipeline.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="PipelineException">The text has errors; it has all that were found.</exception>
    internal static PipelineDefinition Bind(string text)
    {
        var diagnostics = new DiagnosticBag(new SourceText(text));
        IReadOnlyList<SqlStatement> statements = PipelineParser.Parse(diagnostics);
        PipelineDefinition? pipeline = null;
        try
        {
            pipeline = Bind(statements, diagnostics);
        }
        catch (InsufficientExecutionStackException)
        {
            diagnostics.Add(default, "An expression has too many operators inside one another. Make it shorter.");
        }

        diagnostics.ThrowIfAny();
        return pipeline ?? throw new InvalidOperationException("A pipeline without errors has a definition.");
    }

    private static PipelineDefinition? Bind(IReadOnlyList<SqlStatement> statements, DiagnosticBag diagnostics)
    {
        CheckNames(statements, diagnostics);
        CreateSource[] sources = [.. statements.OfType<CreateSource>()];
        CreateMaterializedView[] views = [.. statements.OfType<CreateMaterializedView>()];
        foreach (CreateSource second in sources.Skip(1))
        {
            diagnostics.Add(second.Name.Span, "A pipeline has one source. Run another service, with its own pipeline, for " +
                "another source.");
        }

        PipelineDefinition? pipeline = sources.Length == 0 ? null : BindFirst(sources[0], views, statements, diagnostics);

        // A statement with an error may be the missing one.
        if (diagnostics.IsEmpty && (sources.Length == 0 || views.Length == 0))
        {
            diagnostics.Add(default, sources.Length == 0
                ? "The pipeline has no source. Write CREATE SOURCE name (column type, …)."
                : "The pipeline has no materialized view. Write CREATE MATERIALIZED VIEW name AS SELECT … GROUP BY ….");
        }

        return pipeline;
    }

    private static PipelineDefinition BindFirst(
        CreateSource first,
        CreateMaterializedView[] views,
        IReadOnlyList<SqlStatement> statements,
        DiagnosticBag diagnostics)
    {
        var binder = new SourceBinder(first, diagnostics);
        SourceDefinition source = binder.Bind();
        return BindViews(source, binder.DamagedColumns, views, statements, diagnostics);
    }

    private static PipelineDefinition BindViews(
        SourceDefinition source,
        IReadOnlySet<string> damagedColumns,
        CreateMaterializedView[] views,
        IReadOnlyList<SqlStatement> statements,
        DiagnosticBag diagnostics)
    {
        string[] names = [.. statements.Where(statement => statement is not CreateSource).Select(view => view.Name.Text)];
        var binder = new ViewBinder(source, damagedColumns, names, diagnostics);
        var bound = new List<MaterializedViewDefinition>();
        IReadOnlyList<SourceColumn> keys = [];
        foreach (CreateMaterializedView view in views)
        {
            (MaterializedViewDefinition definition, IReadOnlyList<SourceColumn> own) = binder.Bind(view);
            bound.Add(definition);
            if (keys.Count == 0)
            {
                keys = own;
            }
            else if (own.Count > 0 && !keys.ToHashSet().SetEquals(own))
            {
                diagnostics.Add(
                    view.Query.GroupBy[0].Span,
                    $"All views of a service group by the same key: {string.Join(", ", keys.Select(key => key.Name))}. For " +
                    "another key run another service on the same topic, with another serviceId.");
            }
        }

        if (diagnostics.IsEmpty)
        {
            NumberLimits.Check(source, bound, diagnostics);
        }

        return new PipelineDefinition(
            source,
            keys,
            bound,
            [.. statements.OfType<CreateView>().Select(view => new ViewDefinition(view.Name.Text, view.Query))]);
    }

    private static void CheckNames(IReadOnlyList<SqlStatement> statements, DiagnosticBag diagnostics)
    {
        var names = new HashSet<string>();
        foreach (SqlStatement statement in statements)
        {
            string name = statement.Name.Text;
            if (!names.Add(name))
            {
                diagnostics.Add(statement.Name.Span, $"The name '{name}' is there twice. Use another one.");
            }

            if (statement is CreateMaterializedView { Query.From.Arguments: not null }
                && !names.Add($"{name}{Names.StatusSuffix}"))
            {
                diagnostics.Add(
                    statement.Name.Span, $"The view '{name}_status' belongs to '{name}'. Use another name for one of them.");
            }

            if (statement is CreateView)
            {
                Names.Check(statement.Name, "view", diagnostics);
            }
        }
    }
}
