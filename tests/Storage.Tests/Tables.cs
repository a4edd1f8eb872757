using PathwayOrleans.Testing;

namespace PathwayOrleans.Storage.Tests;

/// <summary>Reads the contents of the tables in a short form.</summary>
internal static class Tables
{
    internal static Task<string[]> EventsAsync(this PostgresForTests database) =>
        database.RowsAsync("SELECT user_id, count, total_value, time FROM events ORDER BY user_id COLLATE \"C\"");

    internal static Task<string[]> StatesAsync(this PostgresForTests database) => database.RowsAsync(
        "SELECT grainidextensionstring, version, convert_from(payloadbinary, 'UTF8') FROM orleansstorage ORDER BY 1, grainidn1");

    internal static Task<string[]> ProgressAsync(this PostgresForTests database) =>
        database.RowsAsync("SELECT source, partition, next_offset FROM source_progress ORDER BY 1, 2");

    internal static Task<string[]> DeadLettersAsync(this PostgresForTests database) =>
        database.RowsAsync(
            "SELECT source, partition, position, reason, encode(raw, 'escape') FROM dead_letters ORDER BY 1, 2, 3, 4");

    /// <summary>The number of sessions of this product that wait for a lock.</summary>
    internal static Task<long> WaitingForLocksAsync(this PostgresForTests database) => database.ScalarAsync<long>(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'pathway%' AND " +
        "wait_event_type = 'Lock'");

    internal static Task<string[]> ConnectionsAsync(this PostgresForTests database) => database.RowsAsync(
        "SELECT application_name FROM pg_stat_activity WHERE datname = current_database() AND application_name <> 'test' AND " +
        "backend_type = 'client backend' ORDER BY 1");
}
