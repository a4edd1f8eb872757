using System.Runtime.CompilerServices;

namespace PathwayOrleans.Pipelines.Compilation;

/// <summary>
/// The values of one record: columns of the source, and the expressions over them that views need, each in a slot. It is
/// reused for the next record, so that reading allocates nothing. It is complete: a key's state needs nothing else of the record.
/// Not thread-safe.
/// </summary>
internal sealed class Row
{
    // The longest values (numeric, uuid, interval) have 16 bytes.
    private const int WordsPerSlot = 2;

    private readonly long[] _words;
    private readonly string?[] _texts;
    private readonly SlotFlags[] _flags;

    internal Row(int slots)
    {
        _words = new long[slots * WordsPerSlot];
        _texts = new string?[slots];
        _flags = new SlotFlags[slots];
    }

    /// <summary>The event time: microseconds since 1970-01-01 00:00 UTC, from 1970 to 2262.</summary>
    internal long EventTime { get; set; }

    /// <summary>The key.</summary>
    internal PipelineKey? Key { get; set; }

    /// <summary>The expression that is evaluated; the one that failed after an error.</summary>
    internal string? Evaluating { get; set; }

    internal void Clear()
    {
        Array.Clear(_flags);
        Key = null;
    }

    /// <summary>Whether the expression of a slot is evaluated for this record; marks it as evaluated.</summary>
    internal bool MarkEvaluated(int slot)
    {
        ref SlotFlags flags = ref _flags[slot];
        bool before = (flags & SlotFlags.IsEvaluated) != 0;
        flags |= SlotFlags.IsEvaluated;
        return before;
    }

    internal bool HasValue(int slot) => (_flags[slot] & SlotFlags.HasValue) != 0;

    /// <summary>The value of a slot that has one.</summary>
    internal T Read<T>(int slot)
    {
        if (typeof(T) == typeof(string))
        {
            return (T)(object)_texts[slot]!;
        }

        return Unsafe.ReadUnaligned<T>(ref Unsafe.As<long, byte>(ref _words[slot * WordsPerSlot]));
    }

    internal void Write<T>(int slot, T value)
    {
        _flags[slot] |= SlotFlags.HasValue;
        if (typeof(T) == typeof(string))
        {
            _texts[slot] = (string?)(object?)value;
            return;
        }

        Unsafe.WriteUnaligned(ref Unsafe.As<long, byte>(ref _words[slot * WordsPerSlot]), value);
    }

    internal void WriteNull(int slot) => _flags[slot] &= ~SlotFlags.HasValue;

    internal T? Get<T>(int slot)
        where T : struct => HasValue(slot) ? Read<T>(slot) : null;

    internal string? GetText(int slot) => HasValue(slot) ? _texts[slot] : null;

    internal void Set<T>(int slot, T? value)
        where T : struct
    {
        if (value is { } present)
        {
            Write(slot, present);
        }
        else
        {
            WriteNull(slot);
        }
    }

    internal void SetText(int slot, string? value)
    {
        if (value is null)
        {
            WriteNull(slot);
        }
        else
        {
            Write(slot, value);
        }
    }

    /// <summary>Whether a condition holds; NULL does not.</summary>
    internal bool IsTrue(int slot) => HasValue(slot) && Read<bool>(slot);

    /// <summary>The words of a slot, for comparing keys.</summary>
    internal ReadOnlySpan<long> Words(int slot) => _words.AsSpan(slot * WordsPerSlot, WordsPerSlot);

    [Flags]
    private enum SlotFlags : byte
    {
        HasValue = 1,
        IsEvaluated = 2,
    }
}
