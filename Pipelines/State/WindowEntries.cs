using PathwayOrleans.Pipelines.Windows;

namespace PathwayOrleans.Pipelines.State;

/// <summary>
/// The open windows of one view in flat arrays, ordered by start and end. Both have the same order: windows of fixed length,
/// cumulating ones and sessions never contain one that starts later and ends earlier.
/// </summary>
internal sealed class WindowEntries(int wordCount, int objectCount)
{
    private const int ScannedFromTheEnd = 8;
    private const long RangeBytes = 16;
    private const long FlagBytes = 1;

    private TimeRange[] _ranges = [];
    private EntryFlags[] _flags = [];
    private long[] _words = [];
    private object?[] _objects = [];

    internal int Count { get; private set; }

    /// <summary>Its approximate memory without that of objects.</summary>
    internal long Bytes => _ranges.Length * (RangeBytes + FlagBytes + ((wordCount + objectCount) * 8L));

    internal TimeRange this[int index] => _ranges[index];

    internal ref EntryFlags FlagsOf(int index) => ref _flags[index];

    internal Span<long> WordsOf(int index) => _words.AsSpan(index * wordCount, wordCount);

    internal Span<object?> ObjectsOf(int index) => _objects.AsSpan(index * objectCount, objectCount);

    internal void Move(int index, TimeRange range) => _ranges[index] = range;

    /// <summary>
    /// The index of a window, or the complement of the index where it belongs. It is usually one of the last ones, so those are
    /// searched first.
    /// </summary>
    internal int Find(TimeRange range)
    {
        int high = Count - 1;
        for (int i = high; i >= 0 && i > high - ScannedFromTheEnd; i--)
        {
            int order = Compare(_ranges[i], range);
            if (order <= 0)
            {
                return order == 0 ? i : ~(i + 1);
            }
        }

        int low = 0;
        high -= ScannedFromTheEnd;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = Compare(_ranges[middle], range);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    /// <summary>Inserts a window without values.</summary>
    internal void Insert(int index, TimeRange range, EntryFlags flags)
    {
        if (Count == _ranges.Length)
        {
            int capacity = Math.Max(2, Count * 2);
            Array.Resize(ref _ranges, capacity);
            Array.Resize(ref _flags, capacity);
            Array.Resize(ref _words, capacity * wordCount);
            Array.Resize(ref _objects, capacity * objectCount);
        }

        Shift(index, index + 1, Count - index);
        Count++;
        _ranges[index] = range;
        _flags[index] = flags;
        WordsOf(index).Clear();
        ObjectsOf(index).Clear();
    }

    internal void Remove(int index, int count)
    {
        if (count > 0)
        {
            Shift(index + count, index, Count - index - count);
            Array.Clear(_objects, (Count - count) * objectCount, count * objectCount);
            Count -= count;
        }
    }

    private static int Compare(TimeRange one, TimeRange other) =>
        one.Start != other.Start ? one.Start.CompareTo(other.Start) : one.End.CompareTo(other.End);

    private void Shift(int from, int to, int count)
    {
        Array.Copy(_ranges, from, _ranges, to, count);
        Array.Copy(_flags, from, _flags, to, count);
        Array.Copy(_words, from * wordCount, _words, to * wordCount, count * wordCount);
        Array.Copy(_objects, from * objectCount, _objects, to * objectCount, count * objectCount);
    }
}

/// <summary>What is to be done with a row.</summary>
[Flags]
internal enum EntryFlags : byte
{
    None = 0,

    /// <summary>Changed since it was last taken for a write.</summary>
    Changed = 1,

    /// <summary>May have a row in the database.</summary>
    Stored = 2,
}
