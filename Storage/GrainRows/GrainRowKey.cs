using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace PathwayOrleans.Storage.GrainRows;

/// <summary>
/// The key columns of a grain's row in <c>orleansstorage</c>, computed like Orleans' ADO.NET provider does for a grain with
/// a string key, so that each can read the other's rows.
/// </summary>
/// <param name="Hash"><c>grainidhash</c>.</param>
/// <param name="N0"><c>grainidn0</c>; 0 unless the key parses as a GUID.</param>
/// <param name="N1"><c>grainidn1</c>; 0 unless the key parses as a number (see <see cref="NumericGrainKey"/>).</param>
/// <param name="Extension"><c>grainidextensionstring</c>: the key, or null if it parses as a number.</param>
internal readonly record struct GrainRowKey(int Hash, long N0, long N1, string? Extension)
{
    private const int NumberBytes = 16;

    /// <summary>The row key of a grain key.</summary>
    public static GrainRowKey FromGrainKey(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return char.IsAsciiHexDigit(key[0]) && NumericGrainKey.TryParse(key, out NumericGrainKey number)
            ? new GrainRowKey(HashNumber(number), number.N0, number.N1, number.Extension)
            : new GrainRowKey(HashText(key), 0, 0, key);
    }

    /// <summary>The row key of a user, whose grain key is given by <see cref="UserGrainKey"/>.</summary>
    public static GrainRowKey FromUserId(string userId) => FromGrainKey(UserGrainKey.FromUserId(userId));

    /// <summary>Computes <c>graintypehash</c> of a <c>graintypestring</c>, which for a named state is the state's name.</summary>
    public static int HashType(string type) => OrleansHash(Encoding.UTF8.GetBytes(type));

    private static int HashText(string key)
    {
        int size = Encoding.UTF8.GetMaxByteCount(key.Length);
        Span<byte> buffer = size <= 512 ? stackalloc byte[512] : new byte[size];
        int length = Encoding.UTF8.GetBytes(key, buffer);
        return HashReversed(buffer[..length]);
    }

    private static int HashNumber(NumericGrainKey key)
    {
        byte[] extension = Encoding.UTF8.GetBytes(key.Extension ?? "");
        Span<byte> buffer = new byte[NumberBytes + extension.Length];
        int start = key.IsGuid ? 0 : sizeof(long);
        BinaryPrimitives.WriteInt64LittleEndian(buffer, key.N0);
        BinaryPrimitives.WriteInt64LittleEndian(buffer[sizeof(long)..], key.N1);
        extension.CopyTo(buffer[NumberBytes..]);
        return HashReversed(buffer[start..]);
    }

    // Orleans reverses the bytes of the id on little-endian machines before hashing them.
    private static int HashReversed(Span<byte> bytes)
    {
        bytes.Reverse();
        return OrleansHash(bytes);
    }

    // XXH32's digest is big endian by specification; Orleans reads its four bytes as little endian.
    private static int OrleansHash(ReadOnlySpan<byte> bytes) =>
        (int)BinaryPrimitives.ReverseEndianness(XxHash32.HashToUInt32(bytes));
}
