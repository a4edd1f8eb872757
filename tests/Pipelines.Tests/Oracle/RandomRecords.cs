using System.Globalization;
using System.Text.Json.Nodes;
using PathwayOrleans.Pipelines.Binding;
using JsonPathStep = PathwayOrleans.Pipelines.Runtime.Json.JsonPath.Step;

namespace PathwayOrleans.Pipelines.Tests.Oracle;

/// <summary>Random records of a source: out of order, with NULL, few keys, and no two of the same time.</summary>
/// <param name="source">The source.</param>
/// <param name="keys">The key columns.</param>
/// <param name="random">The random numbers.</param>
internal sealed class RandomRecords(SourceDefinition source, IReadOnlyList<SourceColumn> keys, Random random)
{
    private const int Partitions = 3;
    private const int Keys = 5;
    private const long Step = 7_013;

    // 2024-03-30 20:00 UTC: the night in which daylight saving begins in Europe.
    private const long Start = 1_711_828_800_000;

    private static readonly string[] Words =
        ["purchase", "view", "refund", "a", "B", "apple", "Apple pie", "x_y", "100%", "", " padded ", "a,b,c", "it's"];

    /// <summary>
    /// Events that are a few seconds apart. Some are out of order by up to the given time, in milliseconds.
    /// </summary>
    internal List<OracleEvent> Create(int count, long disorder)
    {
        var events = new List<OracleEvent>();
        long[] positions = new long[Partitions];
        for (int i = 0; i < count; i++)
        {
            int partition = random.Next(Partitions);
            long time = Start + (i * Step) - (random.Next(4) == 0 ? random.NextInt64(disorder / Step) * Step : 0);

            // Times of different events differ by the last digits.
            time = (time / 1000 * 1000) + (i % 1000);
            positions[partition] += 1 + random.Next(3);
            events.Add(new OracleEvent(
                partition,
                positions[partition],
                time,
                random.Next(5) == 0 ? null : Words[random.Next(Words.Length)],
                random.Next(3) == 0 ? null : Words[random.Next(Words.Length)],
                source.Columns.Where(column => column.Origin is MessageOrigin)
                    .ToDictionary(column => column.Name, column => Value(column, time))));
        }

        return events;
    }

    /// <summary>The message of an event.</summary>
    internal JsonObject ToJson(OracleEvent record)
    {
        var root = new JsonObject();
        foreach (SourceColumn column in source.Columns)
        {
            // A member that is absent is NULL, and so is one that is null.
            if (column.Origin is MessageOrigin origin
                && (record.Values[column.Name] is not null || record.Position % 2 == 0))
            {
                Set(root, origin.Path!.Steps, ToJson(column, record.Values[column.Name]));
            }
        }

        return root;
    }

    /// <summary>The same values as a record of CSV, in the order of the columns of messages.</summary>
    internal string ToCsv(OracleEvent record) => string.Join(
        ',',
        source.Columns.Where(column => column.Origin is MessageOrigin)
            .Select(column => ToCsv(column, ToJson(column, record.Values[column.Name]))));

    private string ToCsv(SourceColumn column, JsonNode? value)
    {
        string? text = column.Type is SqlType.Integer or SqlType.BigInt or SqlType.Numeric or SqlType.Real or SqlType.Double
            ? value?.ToJsonString()
            : value?.ToString();
        return text is null ? ""
            : text.Length > 0 && random.Next(3) > 0 && !text.AsSpan().ContainsAny(",\"\r\n") ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    private static JsonNode? ToJson(SourceColumn column, string? value) => value is null ? null : column.Type switch
    {
        SqlType.Boolean => JsonValue.Create(value == "true"),
        SqlType.Integer or SqlType.BigInt or SqlType.Numeric or SqlType.Real or SqlType.Double => JsonNode.Parse(value),
        SqlType.TimestampTz when column.Origin is MessageOrigin { TimeFormat: not null and not TimeFormat.Iso8601 } origin =>
            JsonNode.Parse(Epoch(value, origin.TimeFormat.Value)),
        SqlType.TimestampTz => JsonValue.Create(value.Replace(' ', 'T')),
        _ => JsonValue.Create(value),
    };

    private static string Epoch(string value, TimeFormat format)
    {
        long milliseconds = DateTimeOffset.Parse(value, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        return format switch
        {
            TimeFormat.EpochSeconds => (milliseconds / 1000m).ToString(CultureInfo.InvariantCulture),
            TimeFormat.EpochMicroseconds => (milliseconds * 1000).ToString(CultureInfo.InvariantCulture),
            _ => milliseconds.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static void Set(JsonObject root, IReadOnlyList<JsonPathStep> steps, JsonNode? value)
    {
        JsonNode place = root;
        for (int i = 0; i < steps.Count; i++)
        {
            JsonNode? next = i == steps.Count - 1 ? value : Find(place, steps[i]) ?? (steps[i + 1].Member is null
                ? new JsonArray()
                : new JsonObject());
            if (steps[i].Member is { } member)
            {
                place.AsObject()[member] = next;
            }
            else
            {
                JsonArray array = place.AsArray();
                while (array.Count <= steps[i].Index)
                {
                    array.Add(null);
                }

                array[steps[i].Index] = next;
            }

            if (i < steps.Count - 1)
            {
                place = next!;
            }
        }
    }

    private static JsonNode? Find(JsonNode place, JsonPathStep step) => step.Member is { } member
        ? place.AsObject()[member]
        : place.AsArray().ElementAtOrDefault(step.Index);

    private string? Value(SourceColumn column, long time)
    {
        bool isTime = source.Watermark?.Column == column;
        int key = random.Next(Keys);
        if (!isTime && !keys.Contains(column) && column.Origin is MessageOrigin { IsRequired: false } && random.Next(6) == 0)
        {
            return null;
        }

        return (isTime, keys.Contains(column)) switch
        {
            (true, _) => column.Type == SqlType.BigInt
                ? time.ToString(CultureInfo.InvariantCulture)
                : Time(time),
            (_, true) => Key(column.Type, key),
            _ => Any(column.Type),
        };
    }

    private static string Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        .ToString("yyyy-MM-dd HH:mm:ss.fff+00", CultureInfo.InvariantCulture);

    private static string Key(SqlType type, int key) => type switch
    {
        SqlType.Boolean => key % 2 == 0 ? "true" : "false",
        SqlType.Text => $"key {key}",
        SqlType.Date => $"2024-01-0{key + 1}",
        SqlType.TimestampTz => $"2024-01-0{key + 1} 00:00:00+00",
        SqlType.Uuid => $"c0ffee00-0000-4000-8000-00000000000{key}",
        _ => key.ToString(CultureInfo.InvariantCulture),
    };

    private string Any(SqlType type) => type switch
    {
        SqlType.Boolean => random.Next(2) == 0 ? "true" : "false",
        SqlType.Integer => random.Next(-20, 2_000).ToString(CultureInfo.InvariantCulture),
        SqlType.BigInt => random.NextInt64(-5_000_000_000, 5_000_000_000).ToString(CultureInfo.InvariantCulture),
        SqlType.Real => (random.Next(-4_000, 40_000) / 16f).ToString(CultureInfo.InvariantCulture),
        SqlType.Double => (random.Next(-4_000_000, 40_000_000) / 1000.0).ToString("R", CultureInfo.InvariantCulture),
        SqlType.Numeric => (random.Next(-50_000, 200_000) / 100m).ToString(CultureInfo.InvariantCulture),
        SqlType.Text => Words[random.Next(Words.Length)],
        SqlType.TimestampTz => Time(Start + random.NextInt64(-1_000_000_000, 1_000_000_000)),
        SqlType.Date => DateOnly.FromDayNumber(738_000 + random.Next(1_500)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        SqlType.Uuid => $"c0ffee00-0000-4000-8000-{random.Next(1_000_000):d12}",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
