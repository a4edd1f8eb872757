using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Pipelines.Syntax;
using PathwayOrleans.Pipelines.Syntax.Ast;

namespace PathwayOrleans.Pipelines.Tests.Support;

/// <summary>Parses texts for tests.</summary>
internal static class Parsed
{
    /// <summary>An expression, as the only item of a select list.</summary>
    internal static SqlExpression Expression(string sql) =>
        Assert.IsType<CreateMaterializedView>(Assert.Single(Statements(View(sql)))).Query.Items[0].Expression;

    internal static IReadOnlyList<SqlStatement> Statements(string sql)
    {
        var diagnostics = new DiagnosticBag(new SourceText(sql));
        IReadOnlyList<SqlStatement> statements = PipelineParser.Parse(diagnostics);
        diagnostics.ThrowIfAny();
        return statements;
    }

    /// <summary>The errors of a text, with an empty line between two.</summary>
    internal static string Errors(string sql)
    {
        var diagnostics = new DiagnosticBag(new SourceText(sql));
        PipelineParser.Parse(diagnostics);
        return string.Join("\n\n", diagnostics.ToList());
    }

    internal static string View(string expression) =>
        $"CREATE MATERIALIZED VIEW v AS SELECT {expression} FROM s GROUP BY k;";
}
