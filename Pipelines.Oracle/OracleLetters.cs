using PathwayOrleans.Pipelines.Reading;

namespace PathwayOrleans.Pipelines.Oracle;

/// <summary>Writes the statements for dead letters.</summary>
internal static class OracleLetters
{
    /// <summary>The tables of late events, of the sessions of events, and of dead letters.</summary>
    internal const string CreateTables =
        """
        CREATE TABLE pathway_late (pathway_partition integer, pathway_position bigint, view_number integer);
        CREATE TABLE pathway_sessions (
            view_number integer, event_partition integer, event_position bigint, session_number integer);
        CREATE TABLE pathway_letters (
            pathway_partition integer, pathway_position bigint, pathway_reason text, pathway_views text[]);
        """;

    internal const string CopyLate = "COPY pathway_late (pathway_partition, pathway_position, view_number) FROM STDIN";

    internal const string CopySessions =
        "COPY pathway_sessions (view_number, event_partition, event_position, session_number) FROM STDIN";

    /// <summary>
    /// Inserts the dead letters. Late events have the names of the views for which they are late, in the order of the pipeline.
    /// </summary>
    internal static string Insert(VerifiedPipeline pipeline)
    {
        IEnumerable<string> names = pipeline.Views.Select(
            view => $"'{view.Name.Replace("'", "''", StringComparison.Ordinal)}'");
        string future = pipeline.Compiled.HasWindows
            ? $"UNION ALL SELECT pathway_partition, pathway_position, '{RecordReasons.Future}', NULL FROM pathway_good " +
              "WHERE pathway_is_future"
            : "";
        return $"""
            INSERT INTO pathway_letters
            SELECT pathway_partition, pathway_position, pathway_reason, NULL::text[] FROM pathway_rejected
            UNION ALL SELECT pathway_partition, pathway_position, '{RecordReasons.EvaluationFailed}', NULL
            FROM ({OracleTables.SelectFailed}) AS failed
            {future}
            UNION ALL SELECT pathway_partition, pathway_position, '{RecordReasons.Late}',
                array_agg((ARRAY[{string.Join(", ", names)}])[view_number + 1] ORDER BY view_number)
            FROM pathway_late GROUP BY pathway_partition, pathway_position
            """;
    }
}
