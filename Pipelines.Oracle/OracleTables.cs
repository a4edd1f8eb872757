using System.Globalization;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Pipelines.Binding;
using PathwayOrleans.Pipelines.Compilation;

namespace PathwayOrleans.Pipelines.Oracle;

/// <summary>Writes the statements that create the tables of records and events of a pipeline.</summary>
/// <param name="pipeline">The pipeline.</param>
/// <param name="collation">The collation of columns of texts, which orders them by code point.</param>
internal sealed class OracleTables(CompiledPipeline pipeline, string collation)
{
    private readonly SourceDefinition _source = pipeline.Definition.Source;

    /// <summary>The columns that the pipeline needs and that are not computed.</summary>
    internal IReadOnlyList<SourceColumn> Stored { get; } =
    [
        .. pipeline.Definition.Source.Columns.Where(
            column => column.Origin is not ComputedOrigin && pipeline.Columns.ContainsKey(column)),
    ];

    /// <summary>The tables of records and of those that cannot be read.</summary>
    internal string CreateRecords =>
        "CREATE TABLE pathway_records (pathway_partition integer, pathway_position bigint, pathway_stored bigint" +
        $"{string.Concat(Stored.Select(column => $", {OracleSql.Name(column.Name)} {TypeOf(column)}"))}); " +
        "CREATE TABLE pathway_rejected (pathway_partition integer, pathway_position bigint, pathway_reason text)";

    /// <summary>Copies records whose columns have their values.</summary>
    internal string CopyRecords =>
        "COPY pathway_records (pathway_partition, pathway_position, pathway_stored" +
        $"{string.Concat(Stored.Select(column => $", {OracleSql.Name(column.Name)}"))}) FROM STDIN";

    /// <summary>Copies records that cannot be read.</summary>
    internal const string CopyRejected =
        "COPY pathway_rejected (pathway_partition, pathway_position, pathway_reason) FROM STDIN";

    /// <summary>Whether no expression fails for a record.</summary>
    internal string CreateCheck =>
        $"""
        CREATE FUNCTION pathway_is_good(pathway_record pathway_records) RETURNS boolean LANGUAGE plpgsql AS $$
        #variable_conflict use_column
        BEGIN
            PERFORM source.*{string.Concat(Computed.Select(column => $", {column}"))} FROM (SELECT (pathway_record).*) AS source;
        {string.Concat(pipeline.Definition.MaterializedViews.Select(Check))}    RETURN true;
        EXCEPTION WHEN data_exception THEN
            RETURN false;
        END $$;
        """;

    /// <summary>
    /// The tables of records for which no expression fails, and of events, with the watermark before each: the highest time of
    /// the events before it in its partition, in milliseconds, minus the delay.
    /// </summary>
    internal string CreateSource
    {
        get
        {
            string time = _source.Watermark is { } watermark
                ? $"pathway_us({OracleSql.Name(watermark.Column.Name)})"
                : "pathway_stored * 1000";
            string events = pipeline.HasWindows ? "NOT pathway_is_future" : "true";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"""
                CREATE TABLE pathway_good AS
                SELECT *,
                    pathway_us(pathway_time) / 1000 - pathway_stored > {WatermarkSettings.Default.MaxAhead} AS pathway_is_future
                FROM (SELECT *, pathway_time({time}) AS pathway_time FROM ({Source}) AS c) AS t;
                CREATE TABLE {OracleSql.Name(_source.Name)} AS
                SELECT *, (max(pathway_us(pathway_time) / 1000) OVER (
                    PARTITION BY pathway_partition ORDER BY pathway_position ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                    - {_source.WatermarkDelay}) * 1000 AS pathway_watermark
                FROM pathway_good WHERE {events};
                """);
        }
    }

    /// <summary>The records for which an expression fails.</summary>
    internal static string SelectFailed =>
        "SELECT pathway_partition, pathway_position FROM pathway_records " +
        "EXCEPT SELECT pathway_partition, pathway_position FROM pathway_good";

    private string Source =>
        $"SELECT pathway_r.*{string.Concat(Computed.Select(column => $", {column}"))} FROM pathway_records AS pathway_r " +
        "WHERE pathway_is_good(pathway_r)";

    private IEnumerable<string> Computed => _source.Columns
        .Where(column => column.Origin is ComputedOrigin && pipeline.Columns.ContainsKey(column))
        .Select(column => $"{((ComputedOrigin)column.Origin).Expression} AS {OracleSql.Name(column.Name)}");

    private string TypeOf(SourceColumn column) =>
        column.Type.Name() + (column.Type == SqlType.Text ? $" COLLATE {OracleSql.Name(collation)}" : "");

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
