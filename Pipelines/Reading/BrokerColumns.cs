using System.Text.Unicode;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime.Values;

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>Reads the columns that the broker gives.</summary>
internal sealed class BrokerColumns(CompiledPipeline pipeline, TextPool texts)
{
    private readonly (SourceColumn Column, BrokerOrigin Origin, int Slot)[] _columns =
    [
        .. from pair in pipeline.Columns
           where pair.Key.Origin is BrokerOrigin
           select (pair.Key, (BrokerOrigin)pair.Key.Origin, pair.Value),
    ];

    /// <summary>Reads them; false if the record is rejected.</summary>
    internal bool TryRead(in RecordMetadata metadata, Row row, out RecordRejection rejection)
    {
        rejection = default;
        foreach ((SourceColumn column, BrokerOrigin origin, int slot) in _columns)
        {
            switch (origin.Field)
            {
                case BrokerField.Timestamp when metadata.Timestamp is { } milliseconds:
                    row.Write(slot, Timestamptz.FromUnixMilliseconds(milliseconds));
                    break;
                case BrokerField.Partition:
                    row.Write(slot, metadata.Partition);
                    break;
                case BrokerField.Offset when metadata.Offset is { } offset:
                    row.Write(slot, offset);
                    break;
                case BrokerField.Key when metadata.HasKey:
                    if (!TryReadText(metadata.Key, row, slot))
                    {
                        rejection = NotText(column, "the key of the record");
                        return false;
                    }

                    break;
                case BrokerField.Header when metadata.Headers?.Find(origin.Header ?? "") is { } value:
                    if (!TryReadText(value, row, slot))
                    {
                        rejection = NotText(column, $"the header '{origin.Header}'");
                        return false;
                    }

                    break;
                default:
                    row.WriteNull(slot);
                    break;
            }
        }

        return true;
    }

    private static RecordRejection NotText(SourceColumn column, string what) =>
        new(RecordReasons.Invalid, column.Name, $"{what} is not text in UTF-8 without the character 0");

    // The pool is shared with the values of records. Of JSON only numbers and literals have no quotes there, and they are the
    // same text here, as the fields of CSV are.
    private bool TryReadText(ReadOnlySpan<byte> value, Row row, int slot)
    {
        if (value.StartsWith((byte)'"') || !texts.TryGet(value, out string? text))
        {
            if (!Utf8.IsValid(value) || value.Contains((byte)0))
            {
                return false;
            }

            text = System.Text.Encoding.UTF8.GetString(value);
            if (!value.StartsWith((byte)'"'))
            {
                texts.Add(value, text);
            }
        }

        row.Write(slot, text);
        return true;
    }
}
