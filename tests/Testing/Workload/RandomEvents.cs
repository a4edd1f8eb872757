using PathwayOrleans.Aggregation;
using PathwayOrleans.Producer.Load.Windows;

namespace PathwayOrleans.Testing.Workload;

/// <summary>Events that are difficult for windows: out of order, late, in bursts, with pauses, with wrong clocks.</summary>
public static class RandomEvents
{
    /// <summary>2023-11-14T22:13:20Z.</summary>
    public const long FirstTime = 1_700_000_000_000;

    /// <summary>The events of one partition.</summary>
    /// <param name="random">The source of randomness.</param>
    /// <param name="partition">The partition; offsets start at 0.</param>
    /// <param name="users">The user ids.</param>
    /// <param name="count">The number of events.</param>
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
            events.Add(new PlacedEvent(
                partition, offset, users[random.Next(users.Count)], time, random.Next(-4_000, 4_000) / 4.0, Recorded: now));
        }

        return events;
    }
}
