using System.Runtime.InteropServices;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>
/// Returns the same <see cref="PipelineKey"/> for equal values of the key columns, without an allocation for those it knows.
/// Bounded: when it is full it is cleared. Not thread-safe.
/// </summary>
internal sealed class KeyPool
{
    /// <summary>The longest text of a key in characters, as in the tables of Orleans.</summary>
    internal const int LongestKey = 512;

    private const int CharactersPerSlot = 8;

    private readonly IReadOnlyList<SourceColumn> _columns;
    private readonly int[] _slots;
    private readonly int _capacity;
    private readonly Dictionary<string, PipelineKey> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PipelineKey>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly TextColumnReader? _textKey;
    private char[] _buffer = new char[256];

    /// <param name="pipeline">The pipeline.</param>
    /// <param name="readers">The readers of its columns.</param>
    /// <param name="capacity">The maximum number of keys.</param>
    internal KeyPool(CompiledPipeline pipeline, ColumnReader[] readers, int capacity = 100_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _columns = pipeline.Definition.KeyColumns;
        _slots = pipeline.KeySlots;
        _capacity = capacity;
        _lookup = _keys.GetAlternateLookup<ReadOnlySpan<char>>();
        _textKey = _slots is [var only] ? readers.OfType<TextColumnReader>().FirstOrDefault(reader => reader.Slot == only) : null;
    }

    /// <summary>The key of a row whose key columns have values, or null and why there is none.</summary>
    internal PipelineKey? Get(Row row, out RecordRejection rejection)
    {
        // A key of one text of the message was found together with its text. The text is another one if it is the default.
        PooledText? text = _textKey?.Last;
        if (text is not null && !ReferenceEquals(text.Text, row.Read<string>(_slots[0])))
        {
            text = null;
        }

        rejection = default;
        PipelineKey? key = text?.Key ?? Find(row, out rejection);
        if (text is not null)
        {
            text.Key = key;
        }

        return key;
    }

    private PipelineKey? Find(Row row, out RecordRejection rejection)
    {
        int length = 0;
        for (int i = 0; i < _slots.Length; i++)
        {
            length = Append(row, _slots[i], _columns[i].Type, length);
        }

        ReadOnlySpan<char> identity = _buffer.AsSpan(0, length);
        if (_lookup.TryGetValue(identity, out PipelineKey? known))
        {
            rejection = default;
            return known;
        }

        return Create(row, identity, out rejection);
    }

    private PipelineKey? Create(Row row, ReadOnlySpan<char> identity, out RecordRejection rejection)
    {
        rejection = default;
        object[] values = [.. _slots.Select((slot, i) => KeyText.Read(row, slot, _columns[i].Type))];
        string text = KeyText.Of(values);
        string place = string.Join(", ", _columns.Select(column => column.Name));
        if (text.Length == 0)
        {
            rejection = new RecordRejection(RecordReasons.Invalid, place, "the key is empty");
            return null;
        }

        if (text.Length > LongestKey && text.EnumerateRunes().Count() > LongestKey)
        {
            rejection = new RecordRejection(
                RecordReasons.Invalid, place, $"the key has more than {LongestKey} characters");
            return null;
        }

        if (_keys.Count >= _capacity)
        {
            _keys.Clear();
        }

        var key = new PipelineKey(text, values);
        _keys.Add(identity.ToString(), key);
        return key;
    }

    private int Append(Row row, int slot, SqlType type, int length)
    {
        if (type == SqlType.Text)
        {
            string text = row.Read<string>(slot);
            Grow(length + text.Length + 2);
            _buffer[length] = (char)(text.Length >> 16);
            _buffer[length + 1] = (char)text.Length;
            text.CopyTo(0, _buffer, length + 2, text.Length);
            return length + text.Length + 2;
        }

        KeyText.Normalize(row, slot, type);
        Grow(length + CharactersPerSlot);
        MemoryMarshal.Cast<long, char>(row.Words(slot)).CopyTo(_buffer.AsSpan(length));
        return length + CharactersPerSlot;
    }

    private void Grow(int length)
    {
        if (length > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(length, _buffer.Length * 2));
        }
    }
}
