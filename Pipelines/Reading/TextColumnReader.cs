using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime.Json;

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>Reads a text. Equal bytes are equal texts, so the pool is asked before they are decoded.</summary>
internal sealed class TextColumnReader(TextPool texts) : ColumnReader
{
    /// <summary>The entry of the last text that was read; null if the pool does not keep it.</summary>
    internal PooledText? Last { get; private set; }

    protected override bool TryConvertPlain(ReadOnlySpan<byte> value, JsonKind kind, Row row)
    {
        if (texts.Find(value) is not { } known)
        {
            return false;
        }

        Last = known;
        row.Write(Slot, known.Text);
        return true;
    }

    protected override void Convert(ReadOnlySpan<byte> value, JsonKind kind, Row row)
    {
        string text = JsonScalars.ToText(value, kind);
        Last = texts.Add(value, text);
        row.Write(Slot, text);
    }
}
