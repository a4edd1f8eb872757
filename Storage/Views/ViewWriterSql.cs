using System.Globalization;
using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Storage.Views;

/// <summary>
/// Writes the function <c>pathway_write_view</c> of a view, which writes the rows of a commit. Its parameters are the result of
/// the step before it, the rows to write, and rows of which only the identity matters, which are deleted before. Both are arrays
/// of the type of the table, so that no column needs a parameter: a function of Postgres has at most 100. Also
/// <c>pathway_write_view_json</c>, which takes them from the payload of a state (grain_states.sql), with the table as the type of
/// its last parameter.
/// </summary>
internal static class ViewWriterSql
{
    /// <summary>The revision of the text. A process replaces functions of earlier revisions at its start.</summary>
    internal const int Revision = 2;

    /// <summary>The name of the function in a schema.</summary>
    internal static string Function(string schema) => $"{PgText.Name(schema)}.pathway_write_view";

    /// <summary>The function.</summary>
    internal static string Create(string schema, ViewTable table, int number)
    {
        string name = PgText.Name(schema, table.Name);
        // Parameters have no names, which could be those of columns. Planned like pathway_commit (commit.sql).
        string body = table.Window is null ? PlainBody(name, table) : WindowedBody(schema, name, table, number);
        return $"""
            CREATE OR REPLACE FUNCTION {Function(schema)}(integer[], {name}[], {name}[]) RETURNS integer[] LANGUAGE plpgsql
                SET search_path FROM CURRENT
                SET plan_cache_mode = force_custom_plan SET random_page_cost = 0
                SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off
            AS {PgText.Literal(body)};

            CREATE OR REPLACE FUNCTION {JsonFunction(schema)}(json, json, {name}) RETURNS void LANGUAGE plpgsql
            AS {PgText.Literal(JsonBody(schema, name, table))};

            """;
    }

    internal static string Drop(string schema, string name)
    {
        string table = PgText.Name(schema, name);
        // The types of the parameters are gone if the table is.
        return "DO " + PgText.Literal($"""
            BEGIN
                IF to_regclass({PgText.Literal(table)}) IS NOT NULL THEN
                    DROP FUNCTION IF EXISTS {Function(schema)}(integer[], {table}[], {table}[]);
                    DROP FUNCTION IF EXISTS {JsonFunction(schema)}(json, json, {table});
                END IF;
            END
            """) + ";";
    }

    private static string JsonFunction(string schema) => $"{PgText.Name(schema)}.pathway_write_view_json";

    // Of the rows to write there are all values, of those to delete the ones of the identity, each with the name of its view.
    private static string JsonBody(string schema, string name, ViewTable table)
    {
        IEnumerable<string> written = table.Columns.Select(Value)
            .Concat(table.HasState ? ["convert_to((w -> 2)::text, 'UTF8')"] : []);
        IEnumerable<string> gone = table.Columns.Select((column, place) =>
            table.Identity.ToList().IndexOf(place) is >= 0 and var part ? Value(column, part) : "NULL")
            .Concat(table.HasState ? ["NULL"] : []);
        string isOfView = $"w ->> 0 = {PgText.Literal(table.Name)}";
        return $"""
            BEGIN
                PERFORM {Function(schema)}(
                    '{"{}"}'::integer[],
                    ARRAY(SELECT ROW({string.Join(", ", written)})::{name} FROM json_array_elements($1) AS w WHERE {isOfView}),
                    ARRAY(SELECT ROW({string.Join(", ", gone)})::{name} FROM json_array_elements($2) AS w WHERE {isOfView}));
            END
            """;
    }

    private static string Value(ViewColumn column, int place) => string.Create(
        CultureInfo.InvariantCulture, $"(w -> 1 ->> {place})::{column.Type.Name()}");

    private static string PlainBody(string name, ViewTable table) =>
        $"""
        BEGIN
            IF cardinality($3) > 0 THEN
                DELETE FROM {name} AS v USING (SELECT * FROM unnest($3) OFFSET 0) AS w
                WHERE {Same(table, "v", "w")};
            END IF;
            {Upsert(name, table)}
            RETURN $1;
        END
        """;

    // The boundary is read once, so that a row costs no further query. No window can be closed before there is one.
    private static string WindowedBody(string schema, string name, ViewTable table, int number)
    {
        string reopened = PgText.Name(schema, ViewTableSql.ReopenedName(number));
        string identity = PgText.Names(table.IdentityColumns.Select(column => column.Name));
        string start = PgText.Name(table.Columns.First(column => column.Role == ViewColumnRole.WindowStart).Name);
        string end = PgText.Name(table.Columns.First(column => column.Role == ViewColumnRole.WindowEnd).Name);
        string incoming = string.Join(", ", table.IdentityColumns.Select(column => $"w.{PgText.Name(column.Name)}"));

        // Of the windows of the other kinds, the identity says the end.
        string wasClosed = table.HasSessions
            ? $"""
                 OR (w.{start} < pathway_bound AND EXISTS (
                                SELECT FROM {name} AS v WHERE {Same(table, "v", "w")} AND v.{end} <= pathway_bound))
                """
            : "";
        return $"""
            DECLARE
                pathway_bound timestamptz := (SELECT p.closed_through FROM {PgText.Name(schema)}.pipeline_views AS p
                    WHERE p.number = {number});
                pathway_merged {reopened}[];
            BEGIN
                IF cardinality($3) > 0 THEN
                    IF pathway_bound IS NOT NULL THEN
                        SELECT array_agg(ROW({Qualified(table, "v")},
                            CASE WHEN v.{end} <= pathway_bound THEN now() ELSE r.pathway_reopened_at END)::{reopened})
                        INTO pathway_merged
                        FROM (SELECT * FROM unnest($3) OFFSET 0) AS w
                        JOIN {name} AS v ON {Same(table, "v", "w")}
                        LEFT JOIN {reopened} AS r ON {Same(table, "r", "w")}
                        WHERE v.{end} <= pathway_bound OR r.pathway_reopened_at IS NOT NULL;

                        DELETE FROM {reopened} AS r USING (SELECT * FROM unnest($3) OFFSET 0) AS w WHERE {Same(table, "r", "w")};
                    END IF;
                    DELETE FROM {name} AS v USING (SELECT * FROM unnest($3) OFFSET 0) AS w
                    WHERE {Same(table, "v", "w")};
                END IF;
                IF pathway_bound IS NOT NULL THEN
                    INSERT INTO {reopened} AS r
                    SELECT {incoming}, now() FROM (SELECT * FROM unnest($2) OFFSET 0) AS w
                    WHERE w.{end} <= pathway_bound{wasClosed}
                    ON CONFLICT ({identity}) DO UPDATE SET pathway_reopened_at = excluded.pathway_reopened_at;
                END IF;
                {Upsert(name, table)}
                {(table.HasSessions ? Merge(name, reopened, table, start, end) : "")}
                RETURN $1;
            END
            """;
    }

    // The session that a closed session was merged into has changed it.
    private static string Merge(string name, string reopened, ViewTable table, string start, string end)
    {
        ViewColumn[] key = [.. table.IdentityColumns.Where(column => column.Role == ViewColumnRole.Key)];
        string sameKey = string.Join(
            " AND ", key.Select(column => $"v.{PgText.Name(column.Name)} = m.{PgText.Name(column.Name)}"));
        return $"""
            IF pathway_merged IS NOT NULL THEN
                    INSERT INTO {reopened} AS r
                    SELECT {Qualified(table, "v")}, max(m.pathway_reopened_at)
                    FROM (SELECT * FROM unnest(pathway_merged) OFFSET 0) AS m
                    JOIN {name} AS v ON {sameKey} AND v.{start} <= m.{start} AND v.{end} > m.{start}
                    GROUP BY {Qualified(table, "v")}
                    ON CONFLICT ({PgText.Names(table.IdentityColumns.Select(column => column.Name))}) DO UPDATE SET
                        pathway_reopened_at = greatest(r.pathway_reopened_at, excluded.pathway_reopened_at);
                END IF;
            """;
    }

    private static string Upsert(string name, ViewTable table)
    {
        string[] others =
        [
            .. table.Columns.Where((_, place) => !table.Identity.Contains(place)).Select(column => PgText.Name(column.Name)),
            .. table.HasState ? (string[])[ViewTable.StateColumn] : [],
        ];
        string action = others.Length == 0
            ? "NOTHING"
            : $"UPDATE SET {string.Join(", ", others.Select(column => $"{column} = excluded.{column}"))}";
        string identity = PgText.Names(table.IdentityColumns.Select(column => column.Name));
        return $"""
            INSERT INTO {name} SELECT * FROM unnest($2)
                ON CONFLICT ({identity}) DO {action};
            """;
    }

    private static string Same(ViewTable table, string left, string right) => string.Join(
        " AND ",
        table.IdentityColumns.Select(column => $"{left}.{PgText.Name(column.Name)} = {right}.{PgText.Name(column.Name)}"));

    private static string Qualified(ViewTable table, string alias) => string.Join(
        ", ", table.IdentityColumns.Select(column => $"{alias}.{PgText.Name(column.Name)}"));
}
