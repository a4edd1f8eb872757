using System.Globalization;
using System.Text;

namespace PathwayOrleans.Bench.Pipeline;

/// <summary>
/// Records of about 400 bytes with 12 members, of which <see cref="Pipeline"/> reads 4: two views without windows and one with.
/// </summary>
internal static class WideRecords
{
    internal const string Pipeline =
        """
        CREATE SOURCE orders (
            customer text PATH '$.customer.id' NOT NULL,
            amount   numeric NOT NULL,
            status   text,
            at       timestamptz PATH '$.ts' NOT NULL,
            WATERMARK FOR at AS at - INTERVAL '5 seconds'
        ) FORMAT PLAIN ENCODE JSON;

        CREATE MATERIALIZED VIEW customers AS
        SELECT customer, count(*) AS orders, sum(amount) AS revenue, max(at) AS last_seen FROM orders GROUP BY customer;

        CREATE MATERIALIZED VIEW states AS
        SELECT customer, count(*) FILTER (WHERE status = 'paid') AS paid, count(*) FILTER (WHERE status = 'open') AS open
        FROM orders GROUP BY customer;

        CREATE MATERIALIZED VIEW by_hour AS
        SELECT customer, window_start, window_end, count(*) AS orders, sum(amount) AS revenue
        FROM TUMBLE(orders, at, INTERVAL '1 hour') GROUP BY customer, window_start, window_end;
        """;

    private const long FirstTime = 1_772_438_400_000;

    // An hour of event time has as many records.
    private const int PerHour = 50_000;

    private static readonly string[] States = ["paid", "open", "cancelled"];

    /// <summary>A record of a customer.</summary>
    internal static byte[] Create(long place, string customer, Random random)
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $$$"""
            {"order_id":"{{{random.NextInt64():x16}}}","channel":"web","customer":{"id":"{{{customer}}}","tier":"gold","country":"DE"},
            "status":"{{{States[random.Next(States.Length)]}}}","currency":"EUR","amount":{{{random.Next(1, 100_000) / 100m}}},
            "items":[{"sku":"s{{{random.Next(5_000)}}}","quantity":{{{random.Next(1, 9)}}}}],"discount":null,"express":false,
            "ts":{{{FirstTime + (place * 3_600_000 / PerHour)}}},"agent":"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36","trace":"{{{random.NextInt64():x16}}}{{{random.NextInt64():x16}}}"}
            """);
        return Encoding.UTF8.GetBytes(text.ReplaceLineEndings(""));
    }
}
