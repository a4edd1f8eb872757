using Orleans.Storage;
using PathwayOrleans.Aggregation.State;

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>
/// Serializes states for Orleans' storage providers as builds without pipelines do. Their silos may run until an upgrade is
/// complete. It supports only <see cref="UserState"/>. Thread-safe.
/// </summary>
internal sealed class UserStateGrainSerializer : IGrainStorageSerializer
{
    // A codec can be used by one thread at a time. Encoding is synchronous, so one codec per thread is enough.
    [ThreadStatic]
    private static UserStateCodec? _codec;

    /// <exception cref="NotSupportedException">The input is not a <see cref="UserState"/>.</exception>
    /// <exception cref="ArgumentException">The state is not bound to a user.</exception>
    public BinaryData Serialize<T>(T? input) => input is UserState state
        ? BinaryData.FromBytes(Encode(state, PayloadChanges.Current))
        : throw NotSupported(typeof(T));

    /// <summary>
    /// Decodes a state. If the payload is damaged, or newer than this build, the result is <see cref="UserState.Unreadable"/>.
    /// </summary>
    /// <exception cref="NotSupportedException">The requested type is not <see cref="UserState"/>.</exception>
    public T Deserialize<T>(BinaryData input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return typeof(T) == typeof(UserState)
            ? (T)(object)UserStateCodec.DecodeStored(input, userId: null)
            : throw NotSupported(typeof(T));
    }

    internal static byte[] Encode(UserState state, PayloadChanges? changes = null) =>
        (_codec ??= new UserStateCodec()).Encode(state, changes?.Windows, changes?.EndingInputs);

    private static NotSupportedException NotSupported(Type type) => new(
        $"This storage supports only {typeof(UserState)}, but a grain uses it for {type}. " +
        "Use another storage provider for that grain.");
}
