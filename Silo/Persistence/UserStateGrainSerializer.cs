using Orleans.Storage;
using PathwayOrleans.Aggregation.State;
using PathwayOrleans.Aggregation.Windows;

namespace PathwayOrleans.Silo.Persistence;

/// <summary>
/// Gives Orleans' storage providers the payload that every engine of this project writes, so that a silo and the
/// standalone engine read each other's rows. Knows no state but <see cref="UserState"/>. Thread-safe.
/// </summary>
public sealed class UserStateGrainSerializer : IGrainStorageSerializer
{
    // A codec serves one thread at a time, and writing a state never waits.
    [ThreadStatic]
    private static UserStateCodec? _codec;

    /// <exception cref="NotSupportedException">The input is no <see cref="UserState"/>.</exception>
    /// <exception cref="ArgumentException">The state does not know its user.</exception>
    public BinaryData Serialize<T>(T? input) => input is UserState state
        ? BinaryData.FromBytes(Encode(state, state.OutgoingWindowChanges))
        : throw NotSupported(typeof(T));

    /// <exception cref="NotSupportedException">The wanted type is not <see cref="UserState"/>.</exception>
    /// <exception cref="InvalidDataException">The payload is damaged, or newer than this build.</exception>
    public T Deserialize<T>(BinaryData input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return typeof(T) == typeof(UserState)
            ? (T)(object)UserStateCodec.Decode(input)
            : throw NotSupported(typeof(T));
    }

    internal static byte[] Encode(UserState state, WindowChanges? changes = null) => (_codec ??= new UserStateCodec()).Encode(state, changes);

    private static NotSupportedException NotSupported(Type type) => new(
        $"This storage keeps {typeof(UserState)} and nothing else; a grain asked it to keep {type}. " +
        "Give that grain a storage provider of its own.");
}
