using Superpower;
using Superpower.Model;

namespace PathwayOrleans.Pipelines.Syntax.Parsing;

/// <summary>The errors for parts of SQL that a pipeline does not have.</summary>
internal static class Unsupported
{
    internal const string Subquery = "Subqueries are not supported. Compute this in a CREATE VIEW over the materialized views.";

    internal const string Over = "OVER is not supported. Use window functions in a CREATE VIEW over the materialized view, " +
        "or group by time with TUMBLE, HOP, CUMULATE or SESSION.";

    internal const string Distinct = "DISTINCT is not supported. GROUP BY gives one row per key; for the number of different " +
        "values use approx_count_distinct(x).";

    internal const string SelectStar = "SELECT * is not supported. Name the key columns and the aggregates.";

    internal const string Join = "Joins are not supported. Write a CREATE VIEW that joins the materialized view with your table.";

    internal const string SeveralSources = "A materialized view reads one source. To combine results, write a CREATE VIEW that " +
        "joins the materialized views.";

    internal static readonly string[] QueryWords = ["SELECT", "WITH", "VALUES"];

    private static readonly string[] JoinWords = ["JOIN", "INNER", "LEFT", "RIGHT", "FULL", "CROSS", "NATURAL"];

    // What may stand after the FROM clause of a query, and what to do instead.
    private static readonly (string Message, string[] Words)[] Clauses =
    [
        ("HAVING is not supported. Write a CREATE VIEW over the materialized view with WHERE.", ["HAVING"]),
        ("ORDER BY is not supported, because rows of a table have no order. Write a CREATE VIEW over the materialized view " +
            "with ORDER BY.", ["ORDER"]),
        ("LIMIT is not supported. Write a CREATE VIEW over the materialized view with LIMIT.", ["LIMIT", "OFFSET", "FETCH"]),
        ("Set operations are not supported. Write a CREATE VIEW that combines several materialized views.",
            ["UNION", "INTERSECT", "EXCEPT"]),
        ("Window definitions are not supported. Use them in a CREATE VIEW over the materialized view, or group by time with " +
            "TUMBLE, HOP, CUMULATE or SESSION.", ["WINDOW"]),
        ("Locks are not supported.", ["FOR"]),
    ];

    internal static readonly TokenListParser<SqlToken, Unit> IfNotExists =
        Words.Reject("IF NOT EXISTS is not supported. A pipeline creates what is missing at every start.", "IF");

    /// <summary>Fails where a join or a second source follows the first one.</summary>
    internal static readonly TokenListParser<SqlToken, Unit> SecondSource =
        Words.Reject(Join, JoinWords).IgnoreThen<SqlToken, Unit, Unit>(
            input => Words.Peek(input).Kind == SqlToken.Comma
                ? Words.Fail<Unit>(Words.Peek(input), SeveralSources)
                : TokenListParserResult.Value(Unit.Value, input, input));

    /// <summary>Fails where a clause follows that a materialized view does not have.</summary>
    internal static readonly TokenListParser<SqlToken, Unit> Clause = Clauses
        .Select(clause => Words.Reject(clause.Message, clause.Words))
        .Aggregate((first, second) => first.IgnoreThen(second));
}
