using System.Globalization;

namespace PathwayOrleans.Testing.Workload;

/// <summary>The durable positions of a test's source.</summary>
public static class Progress
{
    public static async Task<Dictionary<int, long>> ReadAsync(
        KafkaForTests kafka, PostgresForTests database, string schema = "public")
    {
        bool exists = await database.ScalarAsync<bool>($"SELECT to_regclass('\"{schema}\".source_progress') IS NOT NULL");
        string[] rows = exists
            ? await database.RowsAsync(
                $"SELECT partition, next_offset FROM \"{schema}\".source_progress WHERE source = '{kafka.SourceName}'")
            : [];
        return rows.Select(row => row.Split('|')).ToDictionary(
            row => int.Parse(row[0], CultureInfo.InvariantCulture), row => long.Parse(row[1], CultureInfo.InvariantCulture));
    }

    public static async Task<long> SumAsync(KafkaForTests kafka, PostgresForTests database) =>
        (await ReadAsync(kafka, database)).Values.Sum();
}
