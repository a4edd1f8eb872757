using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Storage.Views;

/// <summary>Writes the statements that create the table of a view and what belongs to it.</summary>
internal static class ViewTableSql
{
    /// <summary>The name of the companion view of a windowed view.</summary>
    internal static string StatusName(string view) => view + Names.StatusSuffix;

    /// <summary>The name of the table with the windows that changed after they were closed.</summary>
    internal static string ReopenedName(int number) => FormattableString.Invariant($"pathway_reopened_{number}");

    /// <summary>The table.</summary>
    internal static string CreateTable(string schema, ViewTable table)
    {
        string name = PgText.Name(schema, table.Name);
        IEnumerable<string> columns = table.Columns.Select(column => $"    {PgText.Name(column.Name)} {TypeOf(column)}")
            .Concat(table.HasState ? [$"    {ViewTable.StateColumn} bytea"] : []);
        // Room for HOT updates, as rows are updated frequently; a commit updates most open windows.
        int fill = table.Window is null ? 70 : 50;
        return $"""
            CREATE TABLE {name} (
            {string.Join(",\n", columns)},
                PRIMARY KEY ({PgText.Names(table.IdentityColumns.Select(column => column.Name))})
            ) WITH (fillfactor = {fill});
            {Guard(schema, table)}
            """;
    }

    /// <summary>The comments on the table.</summary>
    internal static string Comments(string schema, ViewTable table)
    {
        string name = PgText.Name(schema, table.Name);
        IEnumerable<string> columns = table.Columns.Select(column =>
            $"COMMENT ON COLUMN {name}.{PgText.Name(column.Name)} IS {PgText.Literal(column.Sql)};\n")
            .Concat(table.HasState
                ? [$"COMMENT ON COLUMN {name}.{ViewTable.StateColumn} IS 'accumulators of the service, not for queries';\n"]
                : []);
        return $"COMMENT ON TABLE {name} IS {PgText.Literal(table.Sql)};\n{string.Concat(columns)}";
    }

    /// <summary>What guards the table against TRUNCATE.</summary>
    internal static string Guard(string schema, ViewTable table) =>
        $"CREATE OR REPLACE TRIGGER pathway_refuse_truncate BEFORE TRUNCATE ON {PgText.Name(schema, table.Name)} " +
        $"FOR EACH STATEMENT EXECUTE FUNCTION {PgText.Name(schema)}.pathway_refuse_truncate();\n";

    /// <summary>The companion view of a windowed view, and the table that it reads; empty without windows.</summary>
    internal static string CreateCompanions(string schema, ViewTable table, int number)
    {
        if (table.Window is null)
        {
            return "";
        }

        string reopened = PgText.Name(schema, ReopenedName(number));
        string name = PgText.Name(schema, StatusName(table.Name));
        ViewColumn[] identity = [.. table.IdentityColumns];
        string end = PgText.Name(table.Columns.First(column => column.Role == ViewColumnRole.WindowEnd).Name);
        IEnumerable<string> same = identity.Select(
            column => $"r.{PgText.Name(column.Name)} = v.{PgText.Name(column.Name)}");
        return $"""
            CREATE TABLE {reopened} (
            {string.Join(",\n", identity.Select(column => $"    {PgText.Name(column.Name)} {TypeOf(column)}"))},
                pathway_reopened_at timestamptz NOT NULL,
                PRIMARY KEY ({PgText.Names(identity.Select(column => column.Name))})
            );
            COMMENT ON TABLE {reopened} IS {PgText.Literal(
                $"Windows of {table.Name} that changed after they were closed, with the time of the last change.")};
            CREATE VIEW {name} AS
            SELECT {string.Join(", ", table.Columns.Select(column => $"v.{PgText.Name(column.Name)}"))},
                coalesce(v.{end} <= b.closed_through, false) AS closed, r.pathway_reopened_at AS reopened_at
            FROM {PgText.Name(schema, table.Name)} AS v
            LEFT JOIN {PgText.Name(schema)}.pathway_view_boundaries AS b ON b.number = {number}
            LEFT JOIN {reopened} AS r ON {string.Join(" AND ", same)};
            COMMENT ON VIEW {name} IS {PgText.Literal(
                $"The rows of {table.Name}. closed: no event can change the row any more, except one of a partition that was " +
                "idle; reopened_at: the last change after it was closed.")};

            """;
    }

    /// <summary>Deletes what belongs to the view, with its rows. The table of the built-in pipeline stays, empty.</summary>
    internal static string Drop(string schema, string name, int number)
    {
        string reopened = PgText.Name(schema, ReopenedName(number));
        return $"""
            DO {PgText.Literal($"""
                BEGIN
                    IF to_regclass({PgText.Literal(reopened)}) IS NOT NULL THEN
                        DROP VIEW IF EXISTS {PgText.Name(schema, StatusName(name))};
                        DROP TABLE {reopened};
                    END IF;
                END
                """)};
            {ViewWriterSql.Drop(schema, name)}
            {(name == ForeignTables.BuiltIn
                ? $"DELETE FROM {PgText.Name(schema, name)};"
                : $"DROP TABLE IF EXISTS {PgText.Name(schema, name)};")}

            """;
    }

    // Keys are compared and sorted by their bytes, which are in the order of code points, so that no change of a locale of the
    // operating system can damage the index.
    private static string TypeOf(ViewColumn column) =>
        column.Type.Name()
        + (column is { Role: ViewColumnRole.Key, Type: SqlType.Text } ? " COLLATE \"C\"" : "")
        + (column.Role == ViewColumnRole.Value ? "" : " NOT NULL");
}
