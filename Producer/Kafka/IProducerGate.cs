namespace PathwayOrleans.Producer.Kafka;

/// <summary>
/// Holds a producer back partition by partition, for a broker that drops what is not read in time. Called on the
/// producer's thread, once for each message.
/// </summary>
public interface IProducerGate
{
    /// <summary>Returns when the partition may have one more message; the message counts as handed over then.</summary>
    /// <param name="partition">The partition's number.</param>
    /// <param name="bytes">What the message takes there, uncompressed; an estimate that errs on the large side.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    void Enter(int partition, int bytes, CancellationToken cancellationToken);
}
