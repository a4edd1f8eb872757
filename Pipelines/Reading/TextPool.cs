using System.Diagnostics.CodeAnalysis;

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>
/// Returns the same text for equal bytes, so that only the first occurrence of a text allocates. Bounded: when it is full it is
/// cleared, which costs one allocation per text that occurs again. Not thread-safe.
/// </summary>
internal sealed class TextPool
{
    /// <summary>Longer texts are rarely repeated, and are not kept.</summary>
    internal const int LongestKept = 512;

    private const long DefaultMostBytes = 8 << 20;

    // An entry of the dictionary, and the headers of the array and of the text.
    private const long EntryBytes = 100;

    private readonly Dictionary<byte[], string> _texts = new(Bytes.Comparer);
    private readonly Dictionary<byte[], string>.AlternateLookup<ReadOnlySpan<byte>> _lookup;
    private readonly long _mostBytes;
    private long _bytes;

    /// <param name="mostBytes">The maximum memory of the texts, approximately.</param>
    internal TextPool(long mostBytes = DefaultMostBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostBytes);
        _mostBytes = mostBytes;
        _lookup = _texts.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    internal int Count => _texts.Count;

    internal bool TryGet(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text) =>
        _lookup.TryGetValue(bytes, out text);

    internal void Add(ReadOnlySpan<byte> bytes, string text)
    {
        if (bytes.Length > LongestKept)
        {
            return;
        }

        long size = EntryBytes + bytes.Length + (2L * text.Length);
        if (_bytes + size > _mostBytes)
        {
            _texts.Clear();
            _bytes = 0;
        }

        _bytes += size;
        _texts.Add(bytes.ToArray(), text);
    }

    private sealed class Bytes : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        internal static readonly Bytes Comparer = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = default(HashCode);
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();
    }
}
