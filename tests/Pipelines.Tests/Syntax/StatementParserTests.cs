using PathwayOrleans.Pipelines.Syntax.Ast;
using PathwayOrleans.Pipelines.Tests.Support;

namespace PathwayOrleans.Pipelines.Tests.Syntax;

/// <summary>Statements, and what a pipeline does not have.</summary>
public sealed class StatementParserTests
{
    [Theory]
    [InlineData("SELECT 1")]
    [InlineData("SELECT ';' AS \"a;b\", $$;$$, $x$ ' ; $x$ /* ; ' */ FROM t -- ; '\n WHERE a")]
    [InlineData("SELECT 1 FROM t WHERE (a) = ANY ('{1,2}'::int[]) AND j @> '{}' AND k ?| x")]
    [InlineData("WITH x AS (SELECT 1) SELECT E'\\';' FROM x ORDER BY 1 LIMIT 3")]
    public void The_query_of_a_view_is_kept_as_it_is(string query)
    {
        IReadOnlyList<SqlStatement> statements = Parsed.Statements($"CREATE VIEW a AS\n  {query}  ;\nCREATE VIEW b AS SELECT 2");
        Assert.Equal([query, "SELECT 2"], statements.Cast<CreateView>().Select(view => view.Query));
    }

    [Fact]
    public void Empty_statements_and_comments_are_skipped() =>
        Assert.Equal(["a"], Parsed.Statements(";; -- x\n CREATE VIEW a AS SELECT 1; /* y */ ;").Select(view => view.Name.Text));

    [Fact]
    public void An_alias_needs_no_AS()
    {
        SelectQuery query = Assert.IsType<CreateMaterializedView>(
            Parsed.Statements("CREATE MATERIALIZED VIEW v AS SELECT k, sum(i) total, max(t) AS \"T\" FROM s x GROUP BY k")[0])
            .Query;
        Assert.Equal([null, "total", "T"], query.Items.Select(item => item.Alias?.Text));
        Assert.Equal("x", query.From.Alias?.Text);
    }

    public static TheoryData<string, string> NotSupported => ErrorTable.Read("""
        SELECT ¦DISTINCT k FROM s GROUP BY k
            DISTINCT is not supported. GROUP BY gives one row per key; for the number of different values use approx_count_distinct(x).
        SELECT ¦* FROM s GROUP BY k
            SELECT * is not supported. Name the key columns and the aggregates.
        SELECT k FROM s ¦JOIN t USING (k) GROUP BY k
            Joins are not supported. Write a CREATE VIEW that joins the materialized view with your table.
        SELECT k FROM s AS a ¦LEFT JOIN t USING (k) GROUP BY k
            Joins are not supported. Write a CREATE VIEW that joins the materialized view with your table.
        SELECT k FROM s¦, t GROUP BY k
            A materialized view reads one source. To combine results, write a CREATE VIEW that joins the materialized views.
        SELECT k FROM ¦(SELECT 1) x GROUP BY k
            Subqueries are not supported. Compute this in a CREATE VIEW over the materialized views.
        SELECT k FROM s GROUP BY k ¦HAVING true
            HAVING is not supported. Write a CREATE VIEW over the materialized view with WHERE.
        SELECT k FROM s GROUP BY k ¦ORDER BY k
            ORDER BY is not supported, because rows of a table have no order. Write a CREATE VIEW over the materialized view with ORDER BY.
        SELECT k FROM s GROUP BY k ¦LIMIT 1
            LIMIT is not supported. Write a CREATE VIEW over the materialized view with LIMIT.
        SELECT k FROM s ¦ORDER BY k
            ORDER BY is not supported, because rows of a table have no order. Write a CREATE VIEW over the materialized view with ORDER BY.
        SELECT k FROM s GROUP BY k ¦UNION SELECT k FROM s GROUP BY k
            Set operations are not supported. Write a CREATE VIEW that combines several materialized views.
        ¦WITH x AS (SELECT 1) SELECT k FROM s GROUP BY k
            WITH before a query is not supported. Write one SELECT over the source; combine results in a CREATE VIEW.
        SELECT k, sum(i) ¦OVER () FROM s GROUP BY k
            OVER is not supported. Use window functions in a CREATE VIEW over the materialized view, or group by time with TUMBLE, HOP, CUMULATE or SESSION.
        SELECT k FROM s¦
            Expected GROUP, but found the end of the text.
        """);

    [Theory]
    [MemberData(nameof(NotSupported))]
    public void What_is_not_supported_is_named_where_it_stands(string query, string message)
    {
        (string sql, string error) = ExpectedError.At($"CREATE MATERIALIZED VIEW v AS\n{query}", message);
        Assert.Equal(error, Parsed.Errors(sql));
    }
}
