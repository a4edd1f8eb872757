using Npgsql;
using PathwayOrleans.Configuration;
using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Storage.Views;

/// <summary>Finds objects of the schema that have the name of a new view.</summary>
internal static class ForeignTables
{
    /// <summary>The table of the built-in pipeline, which the schema has before there is a pipeline.</summary>
    internal const string BuiltIn = "events";

    /// <summary>Whether the table of a view exists and has its columns.</summary>
    /// <exception cref="ConfigurationRejectedException">Something else has the name.</exception>
    internal static async Task<bool> ExistsAsync(
        NpgsqlConnection connection, string schema, ViewTable table, CancellationToken cancellationToken)
    {
        string[] names =
        [
            table.Name,
            .. table.Window is null ? (string[])[] : [ViewTableSql.StatusName(table.Name)],
        ];
        foreach (string name in names)
        {
            string? found = await ColumnsAsync(connection, schema, name, cancellationToken);
            if (found is null)
            {
                continue;
            }

            string wanted = string.Join(
                ", ", table.Columns.Select(column => $"{PgText.Name(column.Name)} {column.Type.Name()}"));
            if (name == BuiltIn && found == wanted)
            {
                return true;
            }

            throw new ConfigurationRejectedException(name == BuiltIn
                ? $"'{BuiltIn}' is the table of the built-in pipeline, with the columns {found}. Give your view another name."
                : $"Schema {PgText.Name(schema)} has a table or view '{name}' already, which is no view of the pipeline. " +
                    $"Rename it, give the view '{table.Name}' another name, or set Pathway:ServiceId so that this deployment " +
                    "uses a separate schema.");
        }

        return false;
    }

    private static async Task<string?> ColumnsAsync(
        NpgsqlConnection connection, string schema, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT coalesce(string_agg(
                '"' || replace(a.attname, '"', '""') || '" ' || format_type(a.atttypid, NULL), ', ' ORDER BY a.attnum), '')
            FROM pg_class AS c
            LEFT JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            WHERE c.relnamespace = to_regnamespace($1) AND c.relname = $2
            GROUP BY c.oid
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = PgText.Name(schema) });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = name });
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }
}
