using System.Text.Json;
using Orleans.Storage;
using PathwayOrleans.Pipelines.State;

namespace PathwayOrleans.Silo.Tests.Harness;

/// <summary>Serializes states with the rows that belong to them, as a grain does for Orleans' provider.</summary>
internal sealed class CountedUserSerializer : IGrainStorageSerializer
{
    // The generation of the first pipeline of a service.
    private const long Generation = 1;

    public BinaryData Serialize<T>(T? input)
    {
        var user = (CountedUser)(object)input!;
        using var codec = new KeyStateCodec();
        return BinaryData.FromBytes(codec.Encode(user.State!, user.Changes, Generation, user.State!.TakeEndingInputs()));
    }

    public T Deserialize<T>(BinaryData input)
    {
        using JsonDocument payload = JsonDocument.Parse(input);
        return (T)(object)new CountedUser(input.ToArray(), payload.RootElement.GetProperty("key").GetString()!);
    }
}
