namespace PathwayOrleans.Pipelines.Oracle;

/// <summary>What the SQL of a pipeline needs and Postgres does not have.</summary>
internal static class OracleFunctions
{
    /// <summary>
    /// <c>first_value</c> and <c>last_value</c> as aggregates rely on the order in which rows arrive.
    /// <c>approx_percentile</c> takes the value at the rank <c>p * (count - 1)</c>, rounded down.
    /// </summary>
    internal const string Sql =
        """
        CREATE FUNCTION pathway_us(t timestamptz) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
        AS 'SELECT (extract(epoch FROM t) * 1000000)::bigint';
        CREATE FUNCTION pathway_us(milliseconds bigint) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
        AS 'SELECT milliseconds * 1000';
        CREATE FUNCTION pathway_time(microseconds bigint) RETURNS timestamptz LANGUAGE sql STABLE STRICT
        AS $$ SELECT timestamptz 'epoch' + (microseconds / 1000000) * interval '1 second'
            + (microseconds % 1000000) * interval '1 microsecond' $$;
        -- The highest multiple of the step that is not above the value.
        CREATE FUNCTION pathway_floor(value bigint, step bigint) RETURNS bigint LANGUAGE sql IMMUTABLE STRICT
        AS 'SELECT value - ((value % step) + step) % step';

        CREATE FUNCTION pathway_first(state anyarray, value anyelement) RETURNS anyarray LANGUAGE sql IMMUTABLE
        AS 'SELECT coalesce(state, ARRAY[value])';
        CREATE FUNCTION pathway_last(state anyarray, value anyelement) RETURNS anyarray LANGUAGE sql IMMUTABLE
        AS 'SELECT ARRAY[value]';
        CREATE FUNCTION pathway_only(state anyarray) RETURNS anyelement LANGUAGE sql IMMUTABLE AS 'SELECT state[1]';
        CREATE AGGREGATE first_value(anyelement) (SFUNC = pathway_first, STYPE = anyarray, FINALFUNC = pathway_only);
        CREATE AGGREGATE last_value(anyelement) (SFUNC = pathway_last, STYPE = anyarray, FINALFUNC = pathway_only);

        -- array_append as the function of a state does not copy it for each value.
        CREATE FUNCTION pathway_distinct(state anycompatiblearray) RETURNS bigint LANGUAGE sql IMMUTABLE
        AS 'SELECT count(DISTINCT v) FROM unnest(state) AS v';
        CREATE AGGREGATE approx_count_distinct(anycompatible) (
            SFUNC = array_append, STYPE = anycompatiblearray, FINALFUNC = pathway_distinct);

        CREATE FUNCTION pathway_rank(state float8[], fraction float8) RETURNS float8 LANGUAGE sql IMMUTABLE
        AS $$
            SELECT (array_agg(v ORDER BY v))[floor(fraction * (count(*) - 1))::integer + 1]
            FROM unnest(state) AS v WHERE v IS NOT NULL
        $$;
        CREATE AGGREGATE approx_percentile(float8 ORDER BY float8) (
            SFUNC = array_append, STYPE = float8[], FINALFUNC = pathway_rank);
        """;
}
