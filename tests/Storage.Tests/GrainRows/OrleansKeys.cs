using System.Globalization;
using System.Text.Json;

namespace PathwayOrleans.Storage.Tests.GrainRows;

/// <summary>A row written by Orleans; see orleans-keys.tsv.</summary>
internal sealed record OrleansKey(string Key, int IdHash, int TypeHash, long N0, long N1, string? Extension)
{
    internal static IReadOnlyList<OrleansKey> Recorded { get; } = [.. Read()];

    private static IEnumerable<OrleansKey> Read()
    {
        using var lines = new StreamReader(typeof(OrleansKey).Assembly.GetManifestResourceStream("orleans-keys.tsv")!);
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            string[] cells = line.Split('\t');
            yield return new OrleansKey(
                JsonSerializer.Deserialize<string>(cells[0])!,
                int.Parse(cells[1], CultureInfo.InvariantCulture),
                int.Parse(cells[2], CultureInfo.InvariantCulture),
                long.Parse(cells[3], CultureInfo.InvariantCulture),
                long.Parse(cells[4], CultureInfo.InvariantCulture),
                cells[5] == "-" ? null : JsonSerializer.Deserialize<string>(cells[5]));
        }
    }
}
