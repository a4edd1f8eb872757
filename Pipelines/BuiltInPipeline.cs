namespace PathwayOrleans.Pipelines;

/// <summary>The pipeline of a service that configures none: count, total value and last event time of each user.</summary>
internal static class BuiltInPipeline
{
    /// <summary>The name of its view.</summary>
    internal const string View = "events";

    /// <summary>Its text. An event without a time has the broker's timestamp.</summary>
    internal const string Sql =
        """
        CREATE SOURCE messages (
            user_id    text             NOT NULL,
            value      double precision NOT NULL,
            time       bigint,
            event_time bigint           AS (coalesce(time, (extract(epoch FROM broker_time) * 1000)::bigint)),
            WATERMARK FOR event_time AS event_time - INTERVAL '5 seconds'
        ) INCLUDE timestamp AS broker_time
          FORMAT PLAIN ENCODE JSON;

        CREATE MATERIALIZED VIEW events AS
        SELECT user_id, count(*) AS count, sum(value) AS total_value, max(event_time) AS time
        FROM messages
        GROUP BY user_id;

        """;
}
