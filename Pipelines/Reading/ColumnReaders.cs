using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime.Json;
using RuntimeFormat = PathwayOrleans.Pipelines.Runtime.Json.TimeFormat;

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>Creates the readers of the columns that are needed, or that must have a value.</summary>
internal static class ColumnReaders
{
    /// <summary>The columns of messages that are needed, or that must have a value.</summary>
    internal static IEnumerable<SourceColumn> Needed(CompiledPipeline pipeline) =>
        pipeline.Definition.Source.Columns.Where(column => column.Origin is MessageOrigin origin
            && (pipeline.Columns.ContainsKey(column) || origin is { IsRequired: true, Default: null }));

    internal static ColumnReader[] Of(CompiledPipeline pipeline, TextPool texts) =>
    [
        .. from column in Needed(pipeline)
           select pipeline.Columns.TryGetValue(column, out int slot)
               ? Create(column, slot, pipeline, texts)
               : new PresenceReader { Column = column, Slot = -1, Default = null },
    ];

    private static ColumnReader Create(SourceColumn column, int slot, CompiledPipeline pipeline, TextPool texts)
    {
        SlotExpression? missing = pipeline.Defaults.GetValueOrDefault(column);
        return column.Type switch
        {
            SqlType.Boolean => Value(JsonScalars.ToBoolean),
            SqlType.Integer => Value(JsonScalars.ToInteger),
            SqlType.BigInt => new BigintReader { Column = column, Slot = slot, Default = missing },
            SqlType.Real => Value(JsonScalars.ToReal),
            SqlType.Double => new DoubleReader { Column = column, Slot = slot, Default = missing },
            SqlType.Numeric => new NumericReader { Column = column, Slot = slot, Default = missing },
            SqlType.Date => Value(JsonScalars.ToDate),
            SqlType.Uuid => Value(JsonScalars.ToUuid),
            SqlType.TimestampTz when column.Origin is MessageOrigin { TimeFormat: null } =>
                new TimestamptzReader { Column = column, Slot = slot, Default = missing },
            SqlType.TimestampTz => Value(Times(((MessageOrigin)column.Origin).TimeFormat)),
            SqlType.Text => new TextColumnReader(texts) { Column = column, Slot = slot, Default = missing },
            _ => throw new ArgumentOutOfRangeException(nameof(column), column.Type, "A column cannot have this type."),
        };

        ValueColumnReader<T> Value<T>(JsonConversion<T> convert) =>
            new(convert) { Column = column, Slot = slot, Default = missing };
    }

    private static JsonConversion<Runtime.Values.Timestamptz> Times(Binding.TimeFormat? format)
    {
        RuntimeFormat known = format switch
        {
            Binding.TimeFormat.EpochSeconds => RuntimeFormat.EpochSeconds,
            Binding.TimeFormat.EpochMilliseconds => RuntimeFormat.EpochMillis,
            Binding.TimeFormat.EpochMicroseconds => RuntimeFormat.EpochMicros,
            Binding.TimeFormat.Iso8601 => RuntimeFormat.Iso8601,
            _ => RuntimeFormat.Any,
        };
        return (value, kind) => JsonScalars.ToTimestamptz(value, kind, known);
    }
}
