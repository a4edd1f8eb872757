using Npgsql;
using PathwayOrleans.Configuration;
using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Storage.Views;

/// <summary>
/// Creates the plain views of a pipeline by their text, in a transaction that holds the lock of the schema. A changed view is
/// replaced and keeps its grants if Postgres allows that; otherwise all are created anew.
/// </summary>
internal sealed class PlainViews(NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
{
    private const string Savepoint = "pathway_plain_views";

    /// <summary>Deletes the views that are not in the pipeline any more.</summary>
    /// <exception cref="ConfigurationRejectedException">Another object of the database needs one of them.</exception>
    internal async Task DropGoneAsync(IReadOnlyList<ViewDefinition> views)
    {
        foreach ((string name, _) in (await KnownAsync()).AsEnumerable().Reverse())
        {
            if (views.All(view => view.Name != name))
            {
                await DropAsync(name);
            }
        }
    }

    /// <summary>Deletes all of them.</summary>
    /// <exception cref="ConfigurationRejectedException">Another object of the database needs one of them.</exception>
    internal async Task DropAllAsync()
    {
        foreach ((string name, _) in (await KnownAsync()).AsEnumerable().Reverse())
        {
            await DropAsync(name);
        }
    }

    /// <summary>Brings them up to date.</summary>
    /// <exception cref="ConfigurationRejectedException">Postgres refuses a view.</exception>
    internal async Task CreateAsync(IReadOnlyList<ViewDefinition> views)
    {
        List<(string Name, string Query)> known = await KnownAsync();
        if (known.SequenceEqual(views.Select(view => (view.Name, view.Query))))
        {
            return;
        }

        await ExecuteAsync($"SAVEPOINT {Savepoint}");
        try
        {
            await ReplaceAsync(views, known);
        }
        catch (PostgresException e) when (known.Count > 0 && IsRefusal(e))
        {
            await ExecuteAsync($"ROLLBACK TO SAVEPOINT {Savepoint}");
            await DropAllAsync();
            await ReplaceReportingAsync(views);
        }
        catch (PostgresException e) when (IsRefusal(e))
        {
            await ExecuteAsync($"ROLLBACK TO SAVEPOINT {Savepoint}");
            await ReplaceReportingAsync(views);
        }
    }

    private static bool IsRefusal(PostgresException e) => e.SqlState.StartsWith("42", StringComparison.Ordinal);

    private async Task ReplaceReportingAsync(IReadOnlyList<ViewDefinition> views)
    {
        for (int place = 0; place < views.Count; place++)
        {
            try
            {
                await CreateAsync(views[place], place, "");
            }
            catch (PostgresException e) when (IsRefusal(e))
            {
                throw new ConfigurationRejectedException(
                    $"Postgres refuses the view '{views[place].Name}' of the pipeline: {e.MessageText}." +
                    $"{(e.Hint is null ? "" : $" {e.Hint}")} Correct its query, or give it another name.",
                    e);
            }
        }
    }

    private async Task ReplaceAsync(IReadOnlyList<ViewDefinition> views, List<(string Name, string Query)> known)
    {
        for (int place = 0; place < views.Count; place++)
        {
            await CreateAsync(views[place], place, known.Exists(view => view.Name == views[place].Name) ? "OR REPLACE " : "");
        }
    }

    private async Task CreateAsync(ViewDefinition view, int place, string replace)
    {
        string name = PgText.Name(schema, view.Name);
        await ExecuteAsync($"CREATE {replace}VIEW {name} AS {view.Query}");
        await ExecuteAsync($"COMMENT ON VIEW {name} IS {PgText.Literal(view.Query)}");
        await ExecuteAsync(
            """
            INSERT INTO pathway_plain_views (name, place, query) VALUES ($1, $2, $3)
            ON CONFLICT (name) DO UPDATE SET place = excluded.place, query = excluded.query
            """,
            view.Name,
            place,
            view.Query);
    }

    private async Task DropAsync(string name)
    {
        if (await DependentObjects.FindAsync(connection, schema, name, cancellationToken) is { Count: > 0 } others)
        {
            throw new ConfigurationRejectedException(
                $"The view '{name}' must be deleted or created anew, but {string.Join(", ", others)} needs it. Delete that " +
                "first.");
        }

        await ExecuteAsync($"DROP VIEW IF EXISTS {PgText.Name(schema, name)}");
        await ExecuteAsync("DELETE FROM pathway_plain_views WHERE name = $1", name);
    }

    private async Task<List<(string Name, string Query)>> KnownAsync()
    {
        var known = new List<(string, string)>();
        await using var command = new NpgsqlCommand("SELECT name, query FROM pathway_plain_views ORDER BY place", connection);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            known.Add((reader.GetString(0), reader.GetString(1)));
        }

        return known;
    }

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (object value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
