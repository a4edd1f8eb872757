using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using PathwayOrleans.Grains.Interfaces;

namespace PathwayOrleans.Client.Tests.Cluster;

/// <summary>The answers of the fake grains on a cluster's silos.</summary>
internal sealed class FakeData
{
    internal ConcurrentDictionary<string, UserTotals> Users { get; } = new(StringComparer.Ordinal);

    /// <summary>The JSON of reports, by their names and parameters.</summary>
    internal ConcurrentDictionary<string, string> Reports { get; } = new(StringComparer.Ordinal);

    internal ConcurrentQueue<DeadLetterInfo> DeadLetters { get; } = new();

    internal ClusterStatus Status { get; set; } = new()
    {
        ClusterId = "none",
        ServiceId = "none",
        Source = null,
        Silos = [],
        Silent = [],
        Partitions = [],
    };

    /// <summary>If not null, every call fails with this message.</summary>
    internal string? Failure { get; set; }

    internal void Count(string userId, long count, double totalValue, long time) =>
        Users[userId] = new UserTotals(userId, count, totalValue, time);

    // Its name is in the stack trace that a test looks for.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void ThrowIfBroken()
    {
        if (Failure is { } failure)
        {
            throw new InvalidOperationException(failure);
        }
    }
}
