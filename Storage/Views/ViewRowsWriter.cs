using System.Globalization;
using Npgsql;

namespace PathwayOrleans.Storage.Views;

/// <summary>
/// Adds the rows of views to the statement of a commit. Each column is one array; the server makes rows of them. A composite type
/// would have to be known on every connection.
/// </summary>
internal static class ViewRowsWriter
{
    /// <summary>Adds the parameters of the rows to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="schema">The schema of the service.</param>
    /// <param name="commit">The expression of the commit before its views.</param>
    /// <param name="views">The rows.</param>
    /// <param name="closesWindows">Whether the commit closes windows.</param>
    /// <returns>The expression of the whole commit (pipelines.sql).</returns>
    internal static string Append(
        NpgsqlCommand command, string schema, string commit, ViewChanges views, bool closesWindows)
    {
        string functions = $"{PgText.Name(schema)}.pathway_";
        string generation = Add(command, new NpgsqlParameter<long> { TypedValue = views.Generation });
        string expression = $"{functions}check_pipeline({commit}, {generation})";
        foreach (ViewRows rows in views.Rows.Where(rows => views.HasAllViews || rows.Count + rows.GoneCount > 0))
        {
            rows.Check();
            expression = $"{ViewWriterSql.Function(schema)}({expression}, {Written(command, schema, rows, views.HasAllViews)}, " +
                $"{Gone(command, schema, rows)})";
        }

        string closes = Add(command, new NpgsqlParameter<bool> { TypedValue = closesWindows });
        return $"{functions}end_commit({expression}, {closes})";
    }

    private static string Written(NpgsqlCommand command, string schema, ViewRows rows, bool alsoNone)
    {
        ColumnBuffer[] columns = [.. rows.Columns, .. rows.HasStates ? (ColumnBuffer[])[rows.States] : []];
        string[] places = [.. Enumerable.Range(0, columns.Length).Select(Column)];
        string[] fields = rows.View.Table.HasState && !rows.HasStates ? [.. places, "NULL"] : places;
        return Array(command, schema, rows, columns, rows.Count > 0 || alsoNone, places, fields);
    }

    // Of a row to delete only the identity is known.
    private static string Gone(NpgsqlCommand command, string schema, ViewRows rows)
    {
        string[] places = [.. rows.View.Table.Identity.Select(Column)];
        IEnumerable<string> fields = Enumerable.Range(0, rows.Columns.Count + (rows.View.Table.HasState ? 1 : 0))
            .Select(Column).Select(column => places.Contains(column) ? column : "NULL");
        return Array(command, schema, rows, rows.GoneColumns, rows.GoneCount > 0, places, fields);
    }

    private static string Array(
        NpgsqlCommand command,
        string schema,
        ViewRows rows,
        IReadOnlyList<ColumnBuffer> columns,
        bool hasRows,
        IReadOnlyList<string> names,
        IEnumerable<string> fields)
    {
        string type = PgText.Name(schema, rows.View.Table.Name);
        if (!hasRows)
        {
            return $"'{{}}'::{type}[]";
        }

        IEnumerable<string> parameters = columns.Select(column => Add(command, column.ToParameter()));
        return $"ARRAY(SELECT ROW({string.Join(", ", fields)})::{type} FROM unnest({string.Join(", ", parameters)}) " +
            $"AS u ({string.Join(", ", names)}))";
    }

    private static string Add(NpgsqlCommand command, NpgsqlParameter parameter)
    {
        command.Parameters.Add(parameter);
        return string.Create(CultureInfo.InvariantCulture, $"${command.Parameters.Count}");
    }

    private static string Column(int place) => string.Create(CultureInfo.InvariantCulture, $"c{place}");
}
