namespace PathwayOrleans.Producer.Kafka;

/// <summary>
/// Limits a producer per partition, for a broker that drops records that are not read in time. Called on the producer's thread,
/// once for each message.
/// </summary>
public interface IProducerGate
{
    /// <summary>Returns when the partition may get one more message. The message then counts as produced.</summary>
    /// <param name="partition">The partition's number.</param>
    /// <param name="bytes">The size of the message in the log, uncompressed; an upper estimate.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    void Enter(int partition, int bytes, CancellationToken cancellationToken);
}
