using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PathwayOrleans.Aggregation;

/// <summary>
/// The number by which states of users refer to a source: 63 bits of the SHA-256 of its name. It follows from the name, so all
/// processes agree on it without asking the database. The table <c>sources</c> has the names, and rejects a second name with the
/// same number. The numbers of inputs with an end are negative. The function <c>pathway_source_number</c> computes the same.
/// </summary>
public static class SourceNumber
{
    /// <summary>The prefix of the names of inputs with an end: files, which are identified by their content.</summary>
    public const string PrefixOfInputsWithEnd = "file:sha256:";

    // A longer name of a damaged row is not worth an allocation.
    private const int LongestOnStack = 512;

    /// <summary>Whether the number is one of an input with an end.</summary>
    public static bool HasEnd(long number) => number < 0;

    /// <summary>Whether a source is an input with an end.</summary>
    public static bool HasEnd(SourcePartition partition)
    {
        ArgumentNullException.ThrowIfNull(partition);
        return HasEnd(partition.SourceNumber);
    }

    /// <summary>The number of a name.</summary>
    public static long Of(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        int length = Encoding.UTF8.GetByteCount(name);
        Span<byte> utf8 = length <= LongestOnStack ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(name, utf8);
        return Of(utf8);
    }

    /// <summary>The number of a name in UTF-8.</summary>
    internal static long Of(ReadOnlySpan<byte> name)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, hash);
        long number = Math.Max(1, BinaryPrimitives.ReadInt64BigEndian(hash) & long.MaxValue);
        return name.StartsWith("file:sha256:"u8) ? -number : number;
    }
}
