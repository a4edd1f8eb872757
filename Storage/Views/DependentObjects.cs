using Npgsql;

namespace PathwayOrleans.Storage.Views;

/// <summary>Finds views and tables that need a table or view.</summary>
internal static class DependentObjects
{
    /// <summary>The names of the views that read an object, and of the tables with a foreign key to it.</summary>
    internal static async Task<IReadOnlyList<string>> FindAsync(
        NpgsqlConnection connection, string schema, string name, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT array_agg(c.relname::text ORDER BY c.relname)
            FROM pg_class AS c
            WHERE c.oid IN (
                SELECT r.ev_class FROM pg_depend AS d JOIN pg_rewrite AS r ON r.oid = d.objid
                WHERE d.classid = 'pg_rewrite'::regclass AND d.refobjid = to_regclass($1) AND r.ev_class <> d.refobjid
                UNION
                SELECT f.conrelid FROM pg_constraint AS f WHERE f.confrelid = to_regclass($1))
            """,
            connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = PgText.Name(schema, name) });
        return await command.ExecuteScalarAsync(cancellationToken) as string[] ?? [];
    }
}
