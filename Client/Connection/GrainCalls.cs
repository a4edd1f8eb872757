using System.Globalization;
using Orleans.Runtime.Messaging;
using PathwayOrleans.Client.Configuration;

namespace PathwayOrleans.Client.Connection;

/// <summary>
/// Asks again while silos come and go: every question here only reads, and Orleans takes another gateway once it
/// has seen that one is dead.
/// </summary>
internal sealed class GrainCalls(ClientSettings settings, MembershipTable table, TimeProvider time)
{
    private const int MostAddresses = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Asks until there is an answer, or until waiting longer makes no sense.</summary>
    /// <exception cref="NoClusterException">The cluster is gone; the message says what is left of it.</exception>
    internal async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await ask().WaitAsync(cancellationToken);
            }
            catch (Exception e) when (IsOfTheWay(e))
            {
                if (time.GetElapsedTime(start) >= Patience.ForAttempts)
                {
                    throw await WhatIsLeftAsync(e, cancellationToken);
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>What to say where gateways are known and none answers.</summary>
    internal static string Unreachable(ClientSettings settings, IReadOnlyList<Gateway> gateways)
    {
        string addresses = string.Join(", ", gateways.Take(MostAddresses).Select(gateway => gateway.Address));
        string more = gateways.Count > MostAddresses ? ", …" : "";
        string alive = string.Create(CultureInfo.InvariantCulture, $"{gateways[0].SinceAlive.TotalSeconds:N0} s ago");
        return $"No cluster: no gateway of cluster \"{settings.ClusterId}\" can be reached. The membership table in {settings.Place} has " +
            $"{addresses}{more}; the last sign of life was {alive}. Start a silo with `./pathway silo` if they are gone, or check that this " +
            "machine reaches those addresses.";
    }

    private static bool IsOfTheWay(Exception e) =>
        e is SiloUnavailableException or OrleansMessageRejectionException or ConnectionFailedException or TimeoutException;

    private async Task<NoClusterException> WhatIsLeftAsync(Exception cause, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(settings.ConnectTimeout, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            IReadOnlyList<Gateway> gateways = await table.FindGatewaysAsync(deadline.Token);
            return cause is TimeoutException
                ? new NoClusterException("The cluster did not answer in time, nor when asked again. Look at its silos with `status`, and at their logs.", cause)
                : new NoClusterException(Unreachable(settings, gateways), cause);
        }
        catch (NoClusterException e)
        {
            return e;
        }
    }
}
