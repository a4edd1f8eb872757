using Npgsql;
using NpgsqlTypes;
using PathwayOrleans.Aggregation.Windows;
using PathwayOrleans.Configuration;
using PathwayOrleans.Storage.Connections;

namespace PathwayOrleans.Storage.Schema;

/// <summary>
/// Stores the definition of each window name in <c>window_definitions</c>, for the views. Rejects a definition that
/// contradicts existing rows.
/// </summary>
internal sealed class WindowCatalog(DatabaseSession session, DatabaseRetry retry)
{
    /// <summary>
    /// Registers the windows of this process. Lateness and idle timeout may change; the values of the process that started
    /// last apply.
    /// </summary>
    /// <param name="windows">The windows.</param>
    /// <param name="idleTimeout">
    /// The time without progress after which a partition no longer holds back the global watermark.
    /// </param>
    /// <param name="cancellationToken">Cancels the attempts.</param>
    /// <exception cref="InvalidOperationException">A name has another definition and has rows.</exception>
    public async Task RegisterAsync(WindowSet windows, TimeSpan idleTimeout, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(windows);
        foreach (WindowDefinition definition in windows.Definitions.ToArray())
        {
            string? contradiction = await retry.RunAsync(
                "registering windows",
                token => session.UseAsync((connection, t) => RegisterAsync(connection, definition, idleTimeout, t), token),
                cancellationToken);
            if (contradiction is not null)
            {
                throw new ConfigurationRejectedException(
                    $"Window '{definition.Name}' is {Describe(definition)} in the configuration, but its rows were computed as " +
                    $"{contradiction}. Use another name for the new window (Pathway:Windows:Named), or process all events " +
                    "again after `./pathway reset --all`.");
            }
        }
    }

    private static async Task<string?> RegisterAsync(
        NpgsqlConnection connection, WindowDefinition definition, TimeSpan idleTimeout, CancellationToken cancellationToken)
    {
        // The definition of a name without rows may change. The result has a row only if the definition was not written.
        await using var command = new NpgsqlCommand(
            """
            WITH written AS (
                INSERT INTO window_definitions AS d (window_name, kind, size, hop, gap, origin, lateness, idle_timeout)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                ON CONFLICT (window_name) DO UPDATE SET
                    kind = excluded.kind, size = excluded.size, hop = excluded.hop, gap = excluded.gap, origin = excluded.origin,
                    lateness = excluded.lateness, idle_timeout = excluded.idle_timeout, updated_at = now()
                WHERE (d.kind, d.size, d.hop, d.gap, d.origin) IS NOT DISTINCT FROM
                        (excluded.kind, excluded.size, excluded.hop, excluded.gap, excluded.origin)
                    OR NOT EXISTS (SELECT FROM user_windows AS u WHERE u.window_name = d.window_name)
                RETURNING 1
            )
            SELECT concat_ws(
                ', ', d.kind, 'size ' || d.size || ' ms', 'hop ' || d.hop || ' ms', 'gap ' || d.gap || ' ms',
                'origin ' || d.origin || ' ms')
            FROM window_definitions AS d
            WHERE d.window_name = $1 AND NOT EXISTS (SELECT FROM written)
            """,
            connection);
        bool isSession = definition.Kind == WindowKind.Session;
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = definition.Name });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Kind(definition) });
        Add(isSession ? null : definition.Size);
        Add(isSession ? null : definition.Hop);
        Add(isSession ? definition.Gap : null);
        Add(isSession ? null : definition.Origin);
        Add(definition.Lateness);
        Add((long)idleTimeout.TotalMilliseconds);
        return (string?)await command.ExecuteScalarAsync(cancellationToken);

        void Add(long? value) => command.Parameters.Add(
            new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
    }

    private static string Describe(WindowDefinition definition) => definition.Kind switch
    {
        WindowKind.Session => $"session, gap {definition.Gap} ms",
        _ => $"{Kind(definition)}, size {definition.Size} ms, hop {definition.Hop} ms, origin {definition.Origin} ms",
    };

    private static string Kind(WindowDefinition definition) => definition.Kind switch
    {
        WindowKind.Tumbling => "tumbling",
        WindowKind.Sliding => "sliding",
        _ => "session",
    };
}
