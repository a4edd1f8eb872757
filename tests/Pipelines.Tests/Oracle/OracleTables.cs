using System.Globalization;
using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Pipelines.Tests.Oracle;

/// <summary>Writes the statements that create the table of events of a pipeline.</summary>
/// <param name="pipeline">The pipeline.</param>
internal sealed class OracleTables(PipelineDefinition pipeline)
{
    private readonly SourceDefinition _source = pipeline.Source;

    /// <summary>The columns that are not computed.</summary>
    internal IReadOnlyList<SourceColumn> Stored { get; } =
        [.. pipeline.Source.Columns.Where(column => column.Origin is not ComputedOrigin)];

    /// <summary>The table of all records.</summary>
    internal string CreateRecords =>
        "CREATE TABLE pathway_records (pathway_partition integer, pathway_position bigint, pathway_stored bigint" +
        string.Concat(Stored.Select(column => $", {OracleSql.Name(column.Name)} {column.Type.Name()}")) + ")";

    /// <summary>Inserts records from an array for each column.</summary>
    internal string InsertRecords
    {
        get
        {
            IEnumerable<string> parameters = Stored.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $", ${i + 4}"));
            IEnumerable<string> names = Stored.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $", c{i}"));
            IEnumerable<string> values = Stored.Select((column, i) => column.Origin is MessageOrigin { Default: { } value }
                ? string.Create(CultureInfo.InvariantCulture, $", coalesce(CAST(c{i} AS {column.Type.Name()}), {value})")
                : string.Create(CultureInfo.InvariantCulture, $", CAST(c{i} AS {column.Type.Name()})"));
            return "INSERT INTO pathway_records SELECT pathway_partition, pathway_position, pathway_stored" +
                $"{string.Concat(values)} FROM unnest($1, $2, $3{string.Concat(parameters)}) AS u " +
                $"(pathway_partition, pathway_position, pathway_stored{string.Concat(names)})";
        }
    }

    /// <summary>Whether no expression fails for a record.</summary>
    internal string CreateCheck =>
        $"""
        CREATE FUNCTION pathway_is_good(pathway_record pathway_records) RETURNS boolean LANGUAGE plpgsql AS $$
        BEGIN
            PERFORM source.*{string.Concat(Computed.Select(column => $", {column}"))} FROM (SELECT (pathway_record).*) AS source;
        {string.Concat(pipeline.MaterializedViews.Select(Check))}    RETURN true;
        EXCEPTION WHEN data_exception THEN
            RETURN false;
        END $$;
        """;

    /// <summary>The table of events, with their time and the watermark before each.</summary>
    internal string CreateSource
    {
        get
        {
            string delay = string.Create(
                CultureInfo.InvariantCulture, $"{_source.Watermark?.DelayMicroseconds ?? 5_000_000}");
            string time = _source.Watermark is { } watermark
                ? $"pathway_us({OracleSql.Name(watermark.Column.Name)})"
                : "pathway_stored * 1000";
            return $"""
                CREATE TABLE {OracleSql.Name(_source.Name)} AS
                SELECT *, max(pathway_us(pathway_time)) OVER (
                    PARTITION BY pathway_partition ORDER BY pathway_position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                    - {delay} AS pathway_watermark
                FROM (SELECT *, pathway_time({time}) AS pathway_time FROM ({Source}) AS c) AS t
                """;
        }
    }

    /// <summary>The records for which an expression fails.</summary>
    internal string SelectFailed =>
        "SELECT pathway_partition, pathway_position FROM pathway_records AS pathway_r " +
        "WHERE NOT pathway_is_good(pathway_r) ORDER BY 1, 2";

    private string Source =>
        $"SELECT pathway_r.*{string.Concat(Computed.Select(column => $", {column}"))} FROM pathway_records AS pathway_r " +
        "WHERE pathway_is_good(pathway_r)";

    private IEnumerable<string> Computed => _source.Columns
        .Where(column => column.Origin is ComputedOrigin)
        .Select(column => $"{((ComputedOrigin)column.Origin).Expression} AS {OracleSql.Name(column.Name)}");

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

    // What is computed for a record: an aggregate's argument only if the record passes WHERE and FILTER.
    private string Check(MaterializedViewDefinition view)
    {
        IEnumerable<string> arguments =
            from aggregate in view.Aggregates
            from argument in (BoundExpression[])
            [
                .. aggregate.Arguments, .. aggregate.SortedBy is { } sorted ? (BoundExpression[])[sorted] : [],
            ]
            where argument is not BoundConstant
            select aggregate.Filter is { } filter ? $"CASE WHEN {filter} THEN {argument} END" : argument.ToString();
        string row = $"ROW({string.Join(", ", arguments)})";
        string value = view.Filter is { } condition ? $"CASE WHEN {condition} THEN {row} END" : row;
        return $"    PERFORM {value} FROM (SELECT (pathway_record).*{string.Concat(Computed.Select(column => $", {column}"))} " +
            "FROM (SELECT (pathway_record).*) AS b) AS source;\n";
    }
}
