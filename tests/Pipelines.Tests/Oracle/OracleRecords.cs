using System.Globalization;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Oracle;

namespace PathwayOrleans.Pipelines.Tests.Oracle;

/// <summary>Inserts random records into the oracle's table. Unlike those of a log, they are not read from messages.</summary>
internal static class OracleRecords
{
    /// <summary>Inserts records from an array for each column.</summary>
    internal static string InsertInto(OracleTables tables)
    {
        IEnumerable<int> places = Enumerable.Range(0, tables.Stored.Count);
        IEnumerable<string> parameters = places.Select(i => string.Create(CultureInfo.InvariantCulture, $", ${i + 4}"));
        IEnumerable<string> names = places.Select(i => string.Create(CultureInfo.InvariantCulture, $", c{i}"));
        IEnumerable<string> values = tables.Stored.Select((column, i) => column.Origin is MessageOrigin { Default: { } value }
            ? string.Create(CultureInfo.InvariantCulture, $", coalesce(CAST(c{i} AS {column.Type.Name()}), {value})")
            : string.Create(CultureInfo.InvariantCulture, $", CAST(c{i} AS {column.Type.Name()})"));
        return "INSERT INTO pathway_records SELECT pathway_partition, pathway_position, pathway_stored" +
            $"{string.Concat(values)} FROM unnest($1, $2, $3{string.Concat(parameters)}) AS u " +
            $"(pathway_partition, pathway_position, pathway_stored{string.Concat(names)})";
    }

    /// <summary>The value of a column of a record.</summary>
    internal static string? ValueOf(SourceColumn column, OracleEvent record) => column.Origin switch
    {
        BrokerOrigin { Field: BrokerField.Timestamp } => DateTimeOffset.FromUnixTimeMilliseconds(record.Stored)
            .ToString("yyyy-MM-dd HH:mm:ss.fff+00", CultureInfo.InvariantCulture),
        BrokerOrigin { Field: BrokerField.Partition } => record.Partition.ToString(CultureInfo.InvariantCulture),
        BrokerOrigin { Field: BrokerField.Offset } => record.Position.ToString(CultureInfo.InvariantCulture),
        BrokerOrigin { Field: BrokerField.Key } => record.Key,
        BrokerOrigin => record.Header,
        _ => record.Values.GetValueOrDefault(column.Name),
    };
}
