using System.Collections.Concurrent;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Tests.Cluster;

/// <summary>What the fake grains of a cluster's silos answer.</summary>
internal sealed class FakeData
{
    internal ConcurrentDictionary<string, UserTotals> Users { get; } = new(StringComparer.Ordinal);

    internal ConcurrentQueue<DeadLetterReport> DeadLetters { get; } = new();

    internal ClusterStatus Status { get; set; } = new()
    {
        ClusterId = "none",
        ServiceId = "none",
        Source = null,
        Silos = [],
        Silent = [],
        Partitions = [],
    };

    /// <summary>What every question fails with, where not null.</summary>
    internal string? Failure { get; set; }

    internal void Count(string userId, long count, double totalValue, long time) => Users[userId] = new UserTotals(userId, count, totalValue, time);

    internal void ThrowIfBroken()
    {
        if (Failure is { } failure)
        {
            throw new InvalidOperationException(failure);
        }
    }
}
