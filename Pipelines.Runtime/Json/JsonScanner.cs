using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PathwayOrleans.Pipelines.Runtime.Json;

/// <summary>
/// Finds the values of paths in records in the usual form. It accepts a part of JSON only: no escapes in names, and no deeper
/// nesting than the limit. Where it does not accept a record, <see cref="System.Text.Json.Utf8JsonReader"/> decides. It must
/// therefore accept nothing that is not JSON (RFC 8259). The record is known to be UTF-8.
/// </summary>
/// <param name="record">The record.</param>
/// <param name="ranges">Receives the places of the values.</param>
/// <param name="depth">How deeply objects and arrays may be nested.</param>
internal ref struct JsonScanner(ReadOnlySpan<byte> record, Span<JsonRange> ranges, int depth)
{
    private const int Failed = -1;

    private readonly ReadOnlySpan<byte> _record = record;
    private readonly Span<JsonRange> _ranges = ranges;

    /// <summary>Finds the values from an offset on; false if the record has another form.</summary>
    internal readonly bool TryScan(JsonPathNode root, int offset)
    {
        int end = Value(SkipSpace(offset), root, depth);
        return end != Failed && SkipSpace(end) == _record.Length;
    }

    // Each method takes the index where something begins, and returns the one behind it, or Failed.
    private readonly int Value(int at, JsonPathNode? node, int levels)
    {
        if ((uint)at >= (uint)_record.Length)
        {
            return Failed;
        }

        (int end, JsonKind kind) = _record[at] switch
        {
            (byte)'"' => (Text(at), JsonKind.String),
            (byte)'{' => (levels > 0 ? Object(at, node, levels - 1) : Failed, JsonKind.Object),
            (byte)'[' => (levels > 0 ? Array(at, node, levels - 1) : Failed, JsonKind.Array),
            (byte)'t' => (Word(at, "true"u8), JsonKind.True),
            (byte)'f' => (Word(at, "false"u8), JsonKind.False),
            (byte)'n' => (Word(at, "null"u8), JsonKind.Null),
            _ => (Number(at), JsonKind.Number),
        };
        if (node is not null && end != Failed)
        {
            foreach (int slot in node.Slots)
            {
                _ranges[slot] = new JsonRange(at, end - at, kind);
            }
        }

        return end;
    }

    private readonly int Object(int at, JsonPathNode? node, int levels)
    {
        at = SkipSpace(at + 1);
        if (IsAt(at, (byte)'}'))
        {
            return at + 1;
        }

        int expected = 0;
        while (IsAt(at, (byte)'"'))
        {
            int end = Name(at);
            if (end == Failed)
            {
                return Failed;
            }

            JsonPathNode? member = node?.Find(_record[(at + 1)..(end - 1)], ref expected);
            if (member is not null)
            {
                Forget(member);
            }

            at = SkipSpace(end);
            if (!IsAt(at, (byte)':'))
            {
                return Failed;
            }

            end = Value(SkipSpace(at + 1), member, levels);
            if (end == Failed)
            {
                return Failed;
            }

            at = SkipSpace(end);
            if (!IsAt(at, (byte)','))
            {
                return IsAt(at, (byte)'}') ? at + 1 : Failed;
            }

            at = SkipSpace(at + 1);
        }

        return Failed;
    }

    private readonly int Array(int at, JsonPathNode? node, int levels)
    {
        at = SkipSpace(at + 1);
        if (IsAt(at, (byte)']'))
        {
            return at + 1;
        }

        for (int index = 0; ; index++)
        {
            int end = Value(at, node?.Element(index), levels);
            if (end == Failed)
            {
                return Failed;
            }

            at = SkipSpace(end);
            if (!IsAt(at, (byte)','))
            {
                return IsAt(at, (byte)']') ? at + 1 : Failed;
            }

            at = SkipSpace(at + 1);
        }
    }

    // What an earlier member with this name had.
    private readonly void Forget(JsonPathNode member)
    {
        foreach (int slot in member.AllSlots)
        {
            _ranges[slot] = default;
        }
    }

    private readonly int Name(int at)
    {
        int end = EndOfPlainText(at + 1);
        return IsAt(end, (byte)'"') ? end + 1 : Failed;
    }

    private readonly int Text(int at)
    {
        at++;
        while (true)
        {
            at = EndOfPlainText(at);
            if (IsAt(at, (byte)'"'))
            {
                return at + 1;
            }

            if (!IsAt(at, (byte)'\\') || at + 1 >= _record.Length)
            {
                return Failed;
            }

            if (_record[at + 1] == (byte)'u')
            {
                if (at + 6 > _record.Length || _record.Slice(at + 2, 4).ContainsAnyExcept(Hexadecimal))
                {
                    return Failed;
                }

                at += 6;
            }
            else if ("\"\\/bfnrt"u8.Contains(_record[at + 1]))
            {
                at += 2;
            }
            else
            {
                return Failed;
            }
        }
    }

    private static readonly System.Buffers.SearchValues<byte> Hexadecimal =
        System.Buffers.SearchValues.Create("0123456789abcdefABCDEF"u8);

    // The index of the next quote, backslash or control character, or the length of the record.
    private readonly int EndOfPlainText(int at)
    {
        ref byte start = ref MemoryMarshal.GetReference(_record);
        for (; at + Vector128<byte>.Count <= _record.Length; at += Vector128<byte>.Count)
        {
            Vector128<byte> bytes = Vector128.LoadUnsafe(ref start, (nuint)at);
            uint special = (Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create((byte)' '))).ExtractMostSignificantBits();
            if (special != 0)
            {
                return at + BitOperations.TrailingZeroCount(special);
            }
        }

        while (at < _record.Length && _record[at] is not ((byte)'"' or (byte)'\\' or < (byte)' '))
        {
            at++;
        }

        return at;
    }

    private readonly int Word(int at, ReadOnlySpan<byte> word) =>
        _record[at..].StartsWith(word) ? at + word.Length : Failed;

    private readonly int Number(int at)
    {
        at += IsAt(at, (byte)'-') ? 1 : 0;
        int end = Digits(at);
        if (end == at || (_record[at] == (byte)'0' && end > at + 1))
        {
            return Failed;
        }

        if (IsAt(end, (byte)'.'))
        {
            at = end + 1;
            end = Digits(at);
            if (end == at)
            {
                return Failed;
            }
        }

        if (IsAt(end, (byte)'e') || IsAt(end, (byte)'E'))
        {
            at = end + 1;
            at += IsAt(at, (byte)'+') || IsAt(at, (byte)'-') ? 1 : 0;
            end = Digits(at);
            return end > at ? end : Failed;
        }

        return end;
    }

    private readonly int Digits(int at)
    {
        while ((uint)at < (uint)_record.Length && (uint)(_record[at] - '0') <= 9)
        {
            at++;
        }

        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int SkipSpace(int at)
    {
        while ((uint)at < (uint)_record.Length && _record[at] <= (byte)' '
            && _record[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly bool IsAt(int at, byte expected) => (uint)at < (uint)_record.Length && _record[at] == expected;
}
