using System.Globalization;
using System.Text;

namespace PathwayOrleans.Testing.Pipelines;

/// <summary>A pipeline of CSV, and random records for it with late, odd and broken ones among them.</summary>
public static class CsvPurchases
{
    private const long Start = 1_772_438_400_000;

    /// <summary>The names of the fields of a record.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["event", "at", "shop", "customer_id", "sku", "amount"];

    /// <summary>The pipeline, with the names of the fields.</summary>
    public const string Sql =
        $"""
        {Source} FORMAT PLAIN ENCODE CSV (delimiter = ';', header = 'event;at;shop;customer_id;sku;amount');
        {Views}
        """;

    /// <summary>The pipeline for files, whose headers have the names.</summary>
    public const string SqlOfFiles = $"{Source} FORMAT PLAIN ENCODE CSV (delimiter = ';');\n{Views}";

    private const string Source =
        """
        CREATE SOURCE purchases (
            customer_id text NOT NULL, event text NOT NULL, shop date, sku text, amount numeric, at timestamptz NOT NULL,
            WATERMARK FOR at AS at - INTERVAL '5 seconds'
        )
        """;

    private const string Views =
        """
        CREATE MATERIALIZED VIEW totals AS
        SELECT customer_id, count(*) AS n, count(amount) AS priced, sum(amount) AS revenue, max(sku) AS sku
        FROM purchases WHERE event = 'purchase' GROUP BY customer_id;
        CREATE MATERIALIZED VIEW hourly AS
        SELECT customer_id, window_start, window_end, sum(amount) AS revenue, min(sku) AS sku
        FROM TUMBLE(purchases, at, INTERVAL '1 hour') WHERE event = 'purchase'
        GROUP BY customer_id, window_start, window_end;
        """;

    /// <summary>Random records. Time advances by about a second; one in 50 is hours late.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The seed.</param>
    public static byte[][] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => Encoding.UTF8.GetBytes(Record(random, i)))];
    }

    private static string Record(Random random, int index)
    {
        long at = Start + (index * 1_000L) + random.Next(-4_000, 4_000);
        at -= random.Next(50) == 0 ? random.Next(3 * 3_600_000) : 0;
        string time = random.Next(2) == 0
            ? at.ToString(CultureInfo.InvariantCulture)
            : DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        string customer = $"c{random.Next(40)}";
        string amount = string.Create(CultureInfo.InvariantCulture, $"{random.Next(1, 200_000) / 100m}");
        return random.Next(100) switch
        {
            0 => "purchase;only;three",
            1 => $"purchase;{time};web;;s1;{amount}",
            2 => $"purchase;{time};web;{customer};s1;much",
            3 => $"purchase;{time};web;{customer};s\"1;{amount}",
            < 30 => $"view;{time};web;{customer};;",
            < 50 => $"purchase;{time};\"a \"\"shop\"\";\r\n\";{customer};;",
            < 70 => $"\"purchase\";\"{time}\";;{customer};\"sku \"\"{random.Next(9)}\"\"\r\n\";{amount}",
            _ => $"purchase;{time};web;{customer};s{random.Next(300)};{amount}",
        };
    }
}
