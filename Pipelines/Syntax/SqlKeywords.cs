using System.Collections.Frozen;

namespace PathwayOrleans.Pipelines.Syntax;

/// <summary>The words of the language.</summary>
internal static class SqlKeywords
{
    /// <summary>The words that Postgres 15 reserves: none of them is a column name or an alias without quotes.</summary>
    internal static readonly FrozenSet<string> Reserved = ((string[])
    [
        "all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "binary", "both",
        "case", "cast", "check", "collate", "collation", "column", "concurrently", "constraint", "create", "cross",
        "current_catalog", "current_date", "current_role", "current_schema", "current_time", "current_timestamp",
        "current_user", "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "false", "fetch", "for",
        "foreign", "freeze", "from", "full", "grant", "group", "having", "ilike", "in", "initially", "inner", "intersect",
        "into", "is", "isnull", "join", "lateral", "leading", "left", "like", "limit", "localtime", "localtimestamp",
        "natural", "not", "notnull", "null", "offset", "on", "only", "or", "order", "outer", "overlaps", "placing", "primary",
        "references", "returning", "right", "select", "session_user", "similar", "some", "symmetric", "table", "tablesample",
        "then", "to", "trailing", "true", "union", "unique", "user", "using", "variadic", "verbose", "when", "where", "window",
        "with",
    ]).ToFrozenSet();

    /// <summary>Words that cannot be an alias unless <c>AS</c> is before them.</summary>
    internal static readonly FrozenSet<string> NeedsAs = ((string[])
    [
        "filter", "over", "within", "day", "hour", "minute", "month", "second", "year", "precision", "without", "char",
        "character", "varying",
    ]).ToFrozenSet();
}
