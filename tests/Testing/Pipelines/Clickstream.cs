using System.Globalization;
using System.Text;
using PathwayOrleans.Testing.Folders;

namespace PathwayOrleans.Testing.Pipelines;

/// <summary>The clickstream sample, and random records of the same form with late, odd and broken ones among them.</summary>
public static class Clickstream
{
    private const long Start = 1_772_438_400_000;

    /// <summary>The pipeline of the sample.</summary>
    public static string PipelineFile { get; } = RepositoryFolder.PathOf("samples", "clickstream", "pipeline.sql");

    /// <summary>The records of the sample.</summary>
    public static string SampleFile { get; } =
        RepositoryFolder.PathOf("samples", "clickstream", "sample.ndjson");

    /// <summary>Random records. Time advances by about a second; one in 50 is hours late.</summary>
    public static byte[][] Random(int count, int seed, int customers)
    {
        var random = new Random(seed);
        byte[][] records = new byte[count][];
        for (int i = 0; i < count; i++)
        {
            long at = Start + (i * 1_000L) + random.Next(-4_000, 4_000);
            at -= random.Next(50) == 0 ? random.Next(3 * 3_600_000) : 0;
            records[i] = Encoding.UTF8.GetBytes(random.Next(200) switch
            {
                0 => "{\"event\":",
                1 => """{"event":"purchase","ts":"2026-03-02T09:00:00Z","customer":{}}""",
                2 => Record("purchase", at, random.Next(customers), "\"much\"", random),
                3 => Record("purchase", at, random.Next(customers), "99999999999999999999999999990", random),
                < 100 => Record("view", at, random.Next(customers), "null", random),
                _ => Record("purchase", at, random.Next(customers), Price(random), random),
            });
        }

        return records;
    }

    /// <summary>A purchase at a number of minutes after the start.</summary>
    public static byte[] Purchase(string customer, int minute, decimal amount = 1) => Encoding.UTF8.GetBytes(
        Record("purchase", Start + (minute * 60_000L), customer, $"s{minute}", string.Create(
            CultureInfo.InvariantCulture, $"{amount}")));

    private static string Price(Random random) =>
        string.Create(CultureInfo.InvariantCulture, $"{random.Next(1, 200_000) / 100m}");

    private static string Record(string name, long at, int customer, string amount, Random random) =>
        Record(name, at, $"c{customer}", $"s{random.Next(300)}", amount);

    private static string Record(string name, long at, string customer, string sku, string amount) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"event":"{{{name}}}","ts":{{{at}}},"customer":{"id":"{{{customer}}}"},"sku":"{{{sku}}}","amount":{{{amount}}}}""");
}
