using System.Globalization;
using System.Text;
using PathwayOrleans.Pipelines.Tests.Support;

namespace PathwayOrleans.Pipelines.Tests.Running;

/// <summary>No bytes make a pipeline of CSV crash, and no record is lost: each is applied, skipped or a dead letter.</summary>
public sealed class CsvFuzzTests
{
    private const int Runs = 15;
    private const int Records = 1_000;

    private static readonly string[] Parts =
        ["a", "7", "-0.5", "1e300", ",", ",", ";", "\"", "\"\"", "\",\"", "\r", "\n", "\0", "\uFEFF", "\\N", " ", "ä😀", "true"];

    [Fact]
    public void Every_record_is_applied_or_a_dead_letter()
    {
        var random = new Random(5);
        long counted = 0;
        long dead = 0;
        for (int i = 0; i < Runs; i++)
        {
            string options = random.Next(3) switch { 0 => "", 1 => "(null = '\\N')", _ => "(delimiter = ';', null = 'a')" };
            char delimiter = options.Contains(';', StringComparison.Ordinal) ? ';' : ',';
            string sql = Bound.Source.Replace(");", $") FORMAT PLAIN ENCODE CSV {options};", StringComparison.Ordinal) +
                """
                CREATE MATERIALIZED VIEW v AS SELECT k, count(*) AS c, sum(n) AS s, max(t) AS t, bool_or(b) AS b,
                    max(u::text) AS u, avg(d) AS d, sum(l) AS l, max(day) AS day, max(ts2) AS ts2, sum(r) AS r, sum(i + i2) AS i
                FROM s GROUP BY k;
                """;
            RecordTotals totals = RecordTotals.Of(
                sql, Enumerable.Range(0, Records).Select(index => Record(random, index, delimiter)), random);
            Assert.True(totals.AreComplete, $"{totals}\n{sql}");
            counted += totals.Counted;
            dead += totals.DeadLetters;
        }

        // Both must be tested.
        Assert.InRange(counted, Runs * Records / 20, Runs * Records);
        Assert.InRange(dead, Runs * Records / 20, Runs * Records);
    }

    private static byte[] Record(Random random, int index, char delimiter)
    {
        switch (random.Next(10))
        {
            case 0:
                byte[] noise = new byte[random.Next(60)];
                random.NextBytes(noise);
                return noise;
            case 1:
                return Encoding.UTF8.GetBytes(
                    string.Concat(Enumerable.Range(0, random.Next(40)).Select(_ => Parts[random.Next(Parts.Length)])));
        }

        string[] fields =
        [
            $"k{random.Next(4)}", "true", Number(random), Number(random), Number(random), Number(random), Number(random),
            Number(random), "\"text \"\"in\"\" quotes\"", "", Time(random, index), "2024-02-29T12:34:56.789Z", "2024-02-29",
            "c0ffee00-0000-4000-8000-000000000001",
        ];
        byte[] record = Encoding.UTF8.GetBytes(string.Join(delimiter, fields));
        for (int damages = random.Next(3) == 0 ? random.Next(1, 4) : 0; damages > 0; damages--)
        {
            record[random.Next(record.Length)] = (byte)(random.Next(3) == 0 ? '"' : random.Next(256));
        }

        return record;
    }

    private static string Number(Random random) => random.Next(-50, 50).ToString(CultureInfo.InvariantCulture);

    private static string Time(Random random, int index) =>
        (Compiled.Start + (index * 20_000L) - random.Next(600_000)).ToString(CultureInfo.InvariantCulture);
}
