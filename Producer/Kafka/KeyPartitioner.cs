using System.Buffers.Binary;

namespace PathwayOrleans.Producer.Kafka;

/// <summary>
/// Computes the partition of a key like Kafka's default partitioner (MurmurHash2 of the key, A. Appleby, with Kafka's seed;
/// called
/// <c>murmur2_random</c> in librdkafka). Computed here because a gate needs the partition before the message is produced.
/// </summary>
public static class KeyPartitioner
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;
    private const int Shift = 24;

    /// <summary>The partition of a key, from 0.</summary>
    public static int PartitionOf(ReadOnlySpan<byte> key, int partitions) => (int)((Hash(key) & int.MaxValue) % (uint)partitions);

    private static uint Hash(ReadOnlySpan<byte> key)
    {
        unchecked
        {
            uint hash = Seed ^ (uint)key.Length;
            while (key.Length >= sizeof(uint))
            {
                uint word = BinaryPrimitives.ReadUInt32LittleEndian(key) * Multiplier;
                hash = (hash * Multiplier) ^ ((word ^ (word >> Shift)) * Multiplier);
                key = key[sizeof(uint)..];
            }

            uint rest = 0;
            for (int i = key.Length - 1; i >= 0; i--)
            {
                rest = (rest << 8) | key[i];
            }

            if (!key.IsEmpty)
            {
                hash = (hash ^ rest) * Multiplier;
            }

            hash = (hash ^ (hash >> 13)) * Multiplier;
            return hash ^ (hash >> 15);
        }
    }
}
