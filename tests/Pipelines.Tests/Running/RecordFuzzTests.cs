using System.Globalization;
using System.Text;
using PathwayOrleans.Pipelines.Tests.Support;

namespace PathwayOrleans.Pipelines.Tests.Running;

/// <summary>
/// No record makes a pipeline crash, and none is lost: each is applied, not accepted by any WHERE, skipped as applied before, or
/// a dead letter.
/// </summary>
[Trait("Tier", "Slow")]
public sealed class RecordFuzzTests
{
    private const int Pipelines = 60;
    private const int Records = 500;

    private static readonly string[] Members = ["b", "i", "i2", "l", "r", "d", "n", "t", "t2", "ts2", "day", "u", "other"];

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-0", "1", "-7", "2147483647", "2147483648", "9223372036854775807", "1e2", "-0.5", "1.50",
        "1e300", "1e400", "123456789012345678901234567890", "0.12345678901234567890123456789", "\"\"", "\"x\"", "\"true\"",
        "\"NaN\"", "\"-infinity\"", "\"12\"", "\"\\u0000\"", "\"\\ud800\"", "\"2024-02-29\"", "\"2024-03-31T00:59:59.5Z\"",
        "\"2024-13-01\"", "\"infinity\"", "\"c0ffee00-0000-4000-8000-000000000001\"", "[1,2]", "{\"a\":{\"b\":null}}",
        "\"\\ud83d\\ude00\"", "9999999999999999999999999999",
    ];

    [Fact]
    public void Every_record_is_applied_or_not_accepted_or_a_dead_letter()
    {
        var random = new Random(11);
        long counted = 0;
        long dead = 0;
        for (int i = 0; i < Pipelines; i++)
        {
            string sql = Pipeline(random, hasFilter: i % 2 == 1);
            RecordTotals totals = RecordTotals.Of(sql, Messages(random), random);
            Assert.True(totals.AreComplete, $"{totals}\n{sql}");
            counted += totals.Counted;
            dead += totals.DeadLetters;
        }

        // Both must be tested.
        Assert.InRange(counted, Pipelines * Records / 20, Pipelines * Records);
        Assert.InRange(dead, Pipelines * Records / 20, Pipelines * Records);
    }

    private static string Pipeline(Random random, bool hasFilter)
    {
        var expressions = new TypedExpressions(random);
        string Where(bool isThere) => isThere ? $"WHERE {expressions.Condition(2)}" : "";
        return
            $"""
            {Bound.Source}
            CREATE MATERIALIZED VIEW totals AS SELECT k, count(*) AS c, last_value({expressions.Next(3)}) AS l,
                count({expressions.Next(2)}) FILTER (WHERE {expressions.Condition(2)}) AS f, sum({expressions.Number(2)}) AS s
            FROM s {Where(hasFilter)} GROUP BY k;
            CREATE MATERIALIZED VIEW pairs AS SELECT k, sum(n) AS n, avg(d) AS d, max(t) AS t, var_pop(i) AS v, min(ts) AS m
            FROM s {Where(hasFilter)} GROUP BY k;
            CREATE MATERIALIZED VIEW hours AS
            SELECT k, window_start, window_end, first_value({expressions.Next(2)}) AS x, sum({expressions.Number(1)}) AS s,
                approx_count_distinct(t) AS a
            FROM {Window(random)} {Where(hasFilter)} GROUP BY k, window_start, window_end;
            """;
    }

    private static string Window(Random random) => random.Next(5) switch
    {
        0 => "TUMBLE(s, ts, INTERVAL '1 hour')",
        1 => "HOP(s, ts, INTERVAL '10 minutes', INTERVAL '30 minutes')",
        2 => "CUMULATE(s, ts, INTERVAL '15 minutes', INTERVAL '1 hour')",
        3 => "SESSION(s, ts, INTERVAL '5 minutes')",
        _ => "TUMBLE(s, ts, INTERVAL '1 day', time_zone => 'Europe/Berlin')",
    };

    private static IEnumerable<byte[]> Messages(Random random)
    {
        for (int i = 0; i < Records; i++)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(Message(random, i));
            for (int damages = random.Next(10) == 0 ? random.Next(1, 4) : 0; damages > 0; damages--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            yield return random.Next(100) == 0 ? [] : bytes;
        }
    }

    private static string Message(Random random, int index)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{{\"k\":\"{random.Next(4)}\"");
        foreach (string member in Members)
        {
            if (random.Next(3) > 0)
            {
                // Most values are of the column's type, so that records get further than to their first column.
                string value = random.Next(30) == 0 ? Values[random.Next(Values.Length)] : Typical(member, random);
                text.Append(CultureInfo.InvariantCulture, $",\"{member}\":{value}");
            }
        }

        long time = Compiled.Start + (index * 20_000L) - random.Next(600_000);
        return text.Append(CultureInfo.InvariantCulture, $",\"ts\":{(random.Next(50) == 0 ? index : time)}}}").ToString();
    }

    private static string Typical(string member, Random random) => member switch
    {
        "b" => random.Next(2) == 0 ? "true" : "false",
        "i" or "i2" or "l" => random.Next(-50, 50).ToString(CultureInfo.InvariantCulture),
        "r" or "d" => (random.Next(-500, 500) / 8.0).ToString(CultureInfo.InvariantCulture),
        "n" => (random.Next(-5_000, 5_000) / 100m).ToString(CultureInfo.InvariantCulture),
        "ts2" => "\"2024-02-29T12:34:56.789Z\"",
        "day" => "\"2024-02-29\"",
        "u" => "\"c0ffee00-0000-4000-8000-000000000001\"",
        _ => $"\"{random.Next(100)}\"",
    };
}
