using System.Globalization;
using Orleans.Runtime.Messaging;
using PathwayOrleans.Client.Configuration;

namespace PathwayOrleans.Client.Connection;

/// <summary>
/// Retries calls while silos start and stop. Every call here only reads, so a retry is safe, and Orleans uses another gateway
/// once it has detected that one is dead.
/// </summary>
internal sealed class GrainCalls(ClientSettings settings, MembershipTable table, TimeProvider time)
{
    private const int MostAddresses = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <summary>Calls until there is an answer or the time limit is reached.</summary>
    /// <exception cref="NoClusterException">The cluster cannot be reached; the message describes its state.</exception>
    internal async Task<T> AskAsync<T>(Func<Task<T>> ask, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await ask().WaitAsync(cancellationToken);
            }
            catch (Exception e) when (IsConnectionError(e))
            {
                if (time.GetElapsedTime(start) >= Patience.ForAttempts)
                {
                    throw await DescribeAsync(e, cancellationToken);
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    /// <summary>The message for known gateways of which none answers.</summary>
    internal static string Unreachable(ClientSettings settings, IReadOnlyList<Gateway> gateways)
    {
        string addresses = string.Join(", ", gateways.Take(MostAddresses).Select(gateway => gateway.Address));
        string more = gateways.Count > MostAddresses ? ", …" : "";
        string alive = string.Create(CultureInfo.InvariantCulture, $"{gateways[0].SinceAlive.TotalSeconds:N0} s ago");
        return $"No cluster: no gateway of cluster \"{settings.ClusterId}\" can be reached. The membership table in " +
            $"{settings.Place} has {addresses}{more}; the last heartbeat was {alive}. Start a silo with `./pathway silo` if " +
            "they have stopped, or check that this machine can reach those addresses.";
    }

    private static bool IsConnectionError(Exception e) =>
        e is SiloUnavailableException or OrleansMessageRejectionException or ConnectionFailedException or TimeoutException
        || IsWithoutSilos(e);

    // Without silos Orleans finds neither a gateway nor, once it has noticed that the last one is gone, an implementation of a
    // grain. These exceptions have general types.
    private static bool IsWithoutSilos(Exception e) =>
        e is (ArgumentException or OrleansException) && e.Message.StartsWith("Could not find ", StringComparison.Ordinal);

    private async Task<NoClusterException> DescribeAsync(Exception cause, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(settings.ConnectTimeout, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            IReadOnlyList<Gateway> gateways = await table.FindGatewaysAsync(deadline.Token);
            return cause is TimeoutException
                ? new NoClusterException(
                    "The cluster did not answer in time, even after retries. Check its silos with `status` and their logs.",
                    cause)
                : new NoClusterException(Unreachable(settings, gateways), cause);
        }
        catch (NoClusterException e)
        {
            return e;
        }
    }
}
