using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PathwayOrleans.Pipelines.Compilation;

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>
/// Returns the same text for equal bytes, so that only the first occurrence of a text allocates. Bounded: when it is full it is
/// cleared, which costs one allocation per text that occurs again. Not thread-safe.
/// </summary>
internal sealed class TextPool
{
    /// <summary>Longer texts are rarely repeated, and are not kept.</summary>
    internal const int LongestKept = 512;

    // 100,000 keys of usual length.
    private const long DefaultMostBytes = 16 << 20;

    // An entry of the table, and the headers of the array and of the text.
    private const long EntryBytes = 112;

    private const int FirstBuckets = 256;

    private readonly long _mostBytes;
    private readonly ulong _firstSecret = Secret();
    private readonly ulong _secondSecret = Secret();
    private PooledText?[] _buckets = new PooledText?[FirstBuckets];
    private long _bytes;

    /// <param name="mostBytes">The maximum memory of the texts, approximately.</param>
    internal TextPool(long mostBytes = DefaultMostBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mostBytes);
        _mostBytes = mostBytes;
    }

    internal int Count { get; private set; }

    internal bool TryGet(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text)
    {
        text = Find(bytes)?.Text;
        return text is not null;
    }

    /// <summary>The entry of these bytes; null if there is none.</summary>
    internal PooledText? Find(ReadOnlySpan<byte> bytes)
    {
        uint hash = Hash(bytes);
        PooledText? entry = _buckets[hash & (uint)(_buckets.Length - 1)];
        while (entry is not null && !(entry.Hash == hash && bytes.SequenceEqual(entry.Bytes)))
        {
            entry = entry.Next;
        }

        return entry;
    }

    /// <summary>Adds bytes that are not there.</summary>
    /// <returns>Their entry; null if they are too long to be kept.</returns>
    internal PooledText? Add(ReadOnlySpan<byte> bytes, string text)
    {
        if (bytes.Length > LongestKept)
        {
            return null;
        }

        long size = EntryBytes + bytes.Length + (2L * text.Length);
        if (_bytes + size > _mostBytes)
        {
            Array.Clear(_buckets);
            _bytes = 0;
            Count = 0;
        }

        if (Count == _buckets.Length)
        {
            Grow();
        }

        _bytes += size;
        Count++;
        var added = new PooledText(bytes.ToArray(), Hash(bytes), text);
        Insert(added);
        return added;
    }

    private static ulong Secret() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private void Grow()
    {
        PooledText?[] before = _buckets;
        _buckets = new PooledText?[before.Length * 2];
        foreach (PooledText? first in before)
        {
            for (PooledText? entry = first; entry is not null;)
            {
                PooledText? next = entry.Next;
                Insert(entry);
                entry = next;
            }
        }
    }

    private void Insert(PooledText entry)
    {
        ref PooledText? bucket = ref _buckets[entry.Hash & (uint)(_buckets.Length - 1)];
        entry.Next = bucket;
        bucket = entry;
    }

    // The multiplication of wyhash (Wang Yi). The secrets keep a sender of records from choosing texts of one bucket.
    private uint Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = _firstSecret ^ (ulong)bytes.Length;
        ReadOnlySpan<byte> rest = bytes;
        for (; rest.Length > 16; rest = rest[16..])
        {
            hash = Mix(Read(rest) ^ _secondSecret, Read(rest[8..]) ^ hash);
        }

        if (rest.Length >= 8)
        {
            hash = Mix(Read(rest) ^ _secondSecret, Read(rest[^8..]) ^ hash);
        }
        else
        {
            ulong last = 0;
            foreach (byte value in rest)
            {
                last = (last << 8) | value;
            }

            hash = Mix(last ^ _secondSecret, hash);
        }

        hash = Mix(hash ^ _secondSecret, _firstSecret);
        return (uint)(hash ^ (hash >> 32));

        static ulong Read(ReadOnlySpan<byte> span) => MemoryMarshal.Read<ulong>(span);
    }

    private static ulong Mix(ulong one, ulong other)
    {
        ulong high = Math.BigMul(one, other, out ulong low);
        return high ^ low;
    }
}

/// <summary>A text of a <see cref="TextPool"/>.</summary>
/// <param name="bytes">Its bytes as they stand in records.</param>
/// <param name="hash">Their hash.</param>
/// <param name="text">The text.</param>
internal sealed class PooledText(byte[] bytes, uint hash, string text)
{
    internal byte[] Bytes => bytes;

    internal uint Hash => hash;

    internal string Text => text;

    /// <summary>The key whose only column has this text, if that is known.</summary>
    internal PipelineKey? Key { get; set; }

    /// <summary>The next entry of the bucket.</summary>
    internal PooledText? Next { get; set; }
}
