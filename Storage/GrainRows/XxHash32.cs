using System.Buffers.Binary;
using System.Numerics;

namespace PathwayOrleans.Storage.GrainRows;

/// <summary>
/// XXH32 with seed 0: Yann Collet's xxHash, 32 bits (public specification, "XXH32 algorithm description").
/// </summary>
internal static class XxHash32
{
    private const uint Prime1 = 2654435761;
    private const uint Prime2 = 2246822519;
    private const uint Prime3 = 3266489917;
    private const uint Prime4 = 668265263;
    private const uint Prime5 = 374761393;
    private const int StripeBytes = 16;

    internal static uint Hash(ReadOnlySpan<byte> data)
    {
        unchecked
        {
            uint hash = data.Length >= StripeBytes ? HashStripes(data) : Prime5;
            hash += (uint)data.Length;

            ReadOnlySpan<byte> rest = data[(data.Length - (data.Length % StripeBytes))..];
            while (rest.Length >= sizeof(uint))
            {
                hash = BitOperations.RotateLeft(hash + (Lane(rest, 0) * Prime3), 17) * Prime4;
                rest = rest[sizeof(uint)..];
            }

            foreach (byte b in rest)
            {
                hash = BitOperations.RotateLeft(hash + (b * Prime5), 11) * Prime1;
            }

            hash = (hash ^ (hash >> 15)) * Prime2;
            hash = (hash ^ (hash >> 13)) * Prime3;
            return hash ^ (hash >> 16);
        }
    }

    private static uint HashStripes(ReadOnlySpan<byte> data)
    {
        unchecked
        {
            uint a = Prime1 + Prime2;
            uint b = Prime2;
            uint c = 0;
            uint d = 0 - Prime1;
            for (; data.Length >= StripeBytes; data = data[StripeBytes..])
            {
                a = Round(a, Lane(data, 0));
                b = Round(b, Lane(data, 4));
                c = Round(c, Lane(data, 8));
                d = Round(d, Lane(data, 12));
            }

            return BitOperations.RotateLeft(a, 1) + BitOperations.RotateLeft(b, 7) + BitOperations.RotateLeft(c, 12) + BitOperations.RotateLeft(d, 18);
        }
    }

    private static uint Round(uint accumulator, uint lane) =>
        unchecked(BitOperations.RotateLeft(accumulator + (lane * Prime2), 13) * Prime1);

    private static uint Lane(ReadOnlySpan<byte> data, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(data[offset..]);
}
