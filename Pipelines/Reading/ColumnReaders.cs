using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;
using PathwayOrleans.Pipelines.Runtime.Json;
using RuntimeFormat = PathwayOrleans.Pipelines.Runtime.Json.TimeFormat;

namespace PathwayOrleans.Pipelines.Reading;

/// <summary>Creates the readers of the columns that are needed, or that must have a value.</summary>
internal static class ColumnReaders
{
    internal static ColumnReader[] Of(CompiledPipeline pipeline, TextPool texts) =>
    [
        .. from column in pipeline.Definition.Source.Columns
           where column.Origin is MessageOrigin
           let isNeeded = pipeline.Columns.ContainsKey(column)
           where isNeeded || column.Origin is MessageOrigin { IsRequired: true, Default: null }
           select isNeeded ? Create(column, pipeline.Columns[column], pipeline, texts) : new PresenceReader
           {
               Column = column, Slot = -1, Default = null,
           },
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
