using Orleans.Storage;
using PathwayOrleans.Grains.Users;

namespace PathwayOrleans.Silo;

/// <summary>
/// Passes the payloads of states to and from Orleans' storage providers: all engines use the same format, so that silos and the
/// standalone engine can read each other's rows. It supports only <see cref="UserGrainState"/>. Thread-safe.
/// </summary>
internal sealed class UserStateSerializer : IGrainStorageSerializer
{
    /// <exception cref="NotSupportedException">The input is not a <see cref="UserGrainState"/>.</exception>
    /// <exception cref="InvalidOperationException">The state has nothing to write.</exception>
    public BinaryData Serialize<T>(T? input) => input is UserGrainState state
        ? BinaryData.FromBytes(state.Payload ?? throw new InvalidOperationException("The state was not encoded."))
        : throw NotSupported(typeof(T));

    /// <exception cref="NotSupportedException">The requested type is not <see cref="UserGrainState"/>.</exception>
    public T Deserialize<T>(BinaryData input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return typeof(T) == typeof(UserGrainState)
            ? (T)(object)new UserGrainState { Payload = input.ToArray() }
            : throw NotSupported(typeof(T));
    }

    private static NotSupportedException NotSupported(Type type) => new(
        $"This storage supports only {typeof(UserGrainState)}, but a grain uses it for {type}. " +
        "Use another storage provider for that grain.");
}
