using PathwayOrleans.Pipelines.Binding;

namespace PathwayOrleans.Pipelines;

/// <summary>The pipeline of a service that configures none: count, total value and last event time of each user.</summary>
internal static class BuiltInPipeline
{
    /// <summary>The name of its view.</summary>
    internal const string View = "events";

    /// <summary>The name of its source.</summary>
    internal const string Source = "messages";

    /// <summary>The columns of its source that events have.</summary>
    internal const string UserId = "user_id";

    internal const string Value = "value";

    internal const string Time = "time";

    internal const string EventTime = "event_time";

    /// <summary>Its text. An event without a time has the broker's timestamp.</summary>
    internal const string Sql = SourceSql +
        """

        CREATE MATERIALIZED VIEW events AS
        SELECT user_id, count(*) AS count, sum(value) AS total_value, max(event_time) AS time
        FROM messages
        GROUP BY user_id;

        """;

    private const string SourceSql =
        """
        CREATE SOURCE messages (
            user_id    text             NOT NULL,
            value      double precision NOT NULL,
            time       bigint,
            event_time bigint           AS (coalesce(time, (extract(epoch FROM broker_time) * 1000)::bigint)),
            WATERMARK FOR event_time AS event_time - INTERVAL '5 seconds'
        ) INCLUDE timestamp AS broker_time
          FORMAT PLAIN ENCODE JSON;

        """;

    private static readonly Lazy<PipelineDefinition> Bound = new(() => PipelineBinder.Bind(Sql));

    /// <summary>The bound pipeline.</summary>
    internal static PipelineDefinition Definition => Bound.Value;

    /// <summary>Whether a view is that of the built-in pipeline.</summary>
    internal static bool IsEvents(MaterializedViewDefinition view) =>
        view is { Name: View, Window: null, Filter: null }
        && Columns(view).SequenceEqual(Columns(Definition.MaterializedViews.Single()));

    /// <summary>The text with another watermark.</summary>
    /// <param name="outOfOrderness">How far the watermark stays behind the highest event time.</param>
    internal static string SqlWith(TimeSpan outOfOrderness) => Sql.Replace(
        "INTERVAL '5 seconds'",
        FormattableString.Invariant($"INTERVAL '{outOfOrderness.TotalMilliseconds} milliseconds'"),
        StringComparison.Ordinal);

    private static IEnumerable<(string Name, string Expression)> Columns(MaterializedViewDefinition view) =>
        view.Outputs.Select(output => (output.Name, output.Expression.ToString()));
}
