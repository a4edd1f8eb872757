using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PathwayOrleans.Pipelines;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Testing.Pipelines;

/// <summary>The built-in pipeline with views of windows, and their rows.</summary>
public static class WindowedEvents
{
    private const string FileKey = "Pathway:Pipeline:File";

    /// <summary>The text of the pipeline.</summary>
    /// <param name="windows">The windows; each is a view.</param>
    /// <param name="outOfOrderness">How far watermarks stay behind; null for five seconds.</param>
    public static string Sql(IEnumerable<WindowDefinition> windows, TimeSpan? outOfOrderness = null) =>
        BuiltInPipeline.SqlWith(outOfOrderness ?? TimeSpan.FromSeconds(5)) + string.Concat(windows.Select(View));

    /// <summary>Writes the text to a file, which other tests may use too, and names it.</summary>
    /// <inheritdoc cref="Sql"/>
    public static string WriteFile(IEnumerable<WindowDefinition> windows, TimeSpan? outOfOrderness = null)
    {
        string sql = Sql(windows, outOfOrderness);
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql)))[..16];
        string folder = Path.Combine(AppContext.BaseDirectory, "pipelines");
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"{hash}.sql");
        if (!File.Exists(path))
        {
            // Another process may write it at the same time.
            string part = $"{path}.{Guid.NewGuid():n}";
            File.WriteAllText(part, sql);
            File.Move(part, path, overwrite: true);
        }

        return path;
    }

    /// <summary>The configuration of an engine that counts with these windows.</summary>
    /// <inheritdoc cref="Sql"/>
    public static (string Key, string Value) Setting(
        IEnumerable<WindowDefinition> windows, TimeSpan? outOfOrderness = null) =>
        (FileKey, WriteFile(windows, outOfOrderness));

    /// <summary>
    /// The rows of the views with windows: user, name, start, end, count, total, lowest and highest value, first and last time;
    /// times in milliseconds.
    /// </summary>
    public static async Task<string[]> RowsAsync(PostgresForTests database)
    {
        ArgumentNullException.ThrowIfNull(database);
        var rows = new List<string>();
        foreach (string view in await NamesAsync(database))
        {
            rows.AddRange(await database.RowsAsync(
                $"""
                SELECT user_id, '{view}', (extract(epoch FROM window_start) * 1000)::bigint,
                    (extract(epoch FROM window_end) * 1000)::bigint, count, total_value, min_value, max_value, first_time, last_time
                FROM "{view}"
                """));
        }

        return [.. rows];
    }

    /// <summary>The number of rows of the companions of the views with windows that meet a condition.</summary>
    public static async Task<long> CountAsync(PostgresForTests database, string condition = "true")
    {
        ArgumentNullException.ThrowIfNull(database);
        long count = 0;
        foreach (string view in await NamesAsync(database))
        {
            count += await database.ScalarAsync<long>($"SELECT count(*) FROM \"{view}_status\" WHERE {condition}");
        }

        return count;
    }

    private static Task<string[]> NamesAsync(PostgresForTests database) =>
        database.RowsAsync("SELECT name FROM pipeline_views WHERE window_length IS NOT NULL ORDER BY name");

    private static string View(WindowDefinition window) => window.Kind switch
    {
        WindowKind.Tumbling => BuiltInWindow.Tumbling(window.Name, window.Size, window.Origin, window.Lateness),
        WindowKind.Sliding => BuiltInWindow.Sliding(window.Name, window.Size, window.Hop, window.Origin, window.Lateness),
        WindowKind.Session => BuiltInWindow.Session(window.Name, window.Gap, window.Lateness),
        _ => throw new ArgumentException(
            string.Create(CultureInfo.InvariantCulture, $"Unknown kind {window.Kind}."), nameof(window)),
    };
}
