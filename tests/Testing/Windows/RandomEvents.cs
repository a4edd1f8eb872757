using PathwayOrleans.Aggregation;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Testing.Windows;

/// <summary>Events with all that makes windows hard: out of order, late, bursts, silences, clocks that are wrong.</summary>
public static class RandomEvents
{
    /// <summary>2023-11-14T22:13:20Z.</summary>
    public const long FirstTime = 1_700_000_000_000;

    /// <summary>The events of one partition.</summary>
    /// <param name="random">Decides.</param>
    /// <param name="partition">Where they stand, from offset 0.</param>
    /// <param name="users">Whose they are.</param>
    /// <param name="count">How many.</param>
    public static List<PlacedEvent> Create(Random random, SourcePartition partition, IReadOnlyList<string> users, int count)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(users);
        var events = new List<PlacedEvent>();
        long now = FirstTime;
        for (int offset = 0; offset < count; offset++)
        {
            now += random.Next(100) < 2 ? random.Next(200_000) : random.Next(400);
            long time = random.Next(100) switch
            {
                < 1 => now + 200_000_000 + random.Next(1_000_000),
                < 10 => now - random.Next(120_000),
                _ => now - random.Next(4_000),
            };
            events.Add(new PlacedEvent(partition, offset, users[random.Next(users.Count)], time, random.Next(-4_000, 4_000) / 4.0));
        }

        return events;
    }
}
