namespace PathwayOrleans.Sources.Files.Records;

/// <summary>A list of records whose array is exposed and reused.</summary>
internal sealed class RecordBatch
{
    internal SourceRecord[] Items { get; private set; } = [];

    internal int Count { get; private set; }

    /// <summary>The places of the records in the bytes of their chunk; empty unless these are delivered.</summary>
    internal List<(int Start, int Length)> Places { get; } = [];

    /// <summary>Empties it and makes room.</summary>
    internal void Reset(int capacity)
    {
        Count = 0;
        Places.Clear();
        if (Items.Length < capacity)
        {
            Items = new SourceRecord[capacity];
        }
    }

    internal void Add(in SourceRecord record)
    {
        if (Count == Items.Length)
        {
            SourceRecord[] items = Items;
            Array.Resize(ref items, Math.Max(16, Count * 2));
            Items = items;
        }

        Items[Count++] = record;
    }

    internal void Add(in SourceRecord record, int start, int length)
    {
        Add(record);
        Places.Add((start, length));
    }
}
