using PathwayOrleans.Pipelines.Tests.Support;

namespace PathwayOrleans.Pipelines.Tests.Binding;

/// <summary>The errors of materialized views. The place of each is marked with a broken bar.</summary>
public sealed class ViewErrorTests
{
    public static TheoryData<string, string> OfQueries => ErrorTable.Read("""
        k, ¦amount FROM s GROUP BY k
            There is no column 'amount'. The columns are k, b, i, i2, l, r, d, n, t, t2, ts, ts2, day, u.
        k, sum(¦dya) AS x FROM s GROUP BY k
            There is no column 'dya'. Did you mean 'day'?
        k, max(¦"K") AS x FROM s GROUP BY k
            There is no column 'K'. Did you mean 'k'?
        k, ¦i FROM s GROUP BY k
            'i' is neither in GROUP BY nor in an aggregate. Use an aggregate, such as last_value(i) or max(i).
        k, ¦sun(i) AS x FROM s GROUP BY k
            There is no function 'sun'. Did you mean 'sum'?
        k, sum(¦now()) AS x FROM s GROUP BY k
            There is no function 'now'. A result must depend on the events only. Use the time of the event, or add the condition in a CREATE VIEW.
        k, ¦sum(t) AS x FROM s GROUP BY k
            sum does not take text. Convert it, such as x::numeric, or declare the column as numeric.
        k, ¦sum(b) AS x FROM s GROUP BY k
            sum does not take boolean. Write count(*) FILTER (WHERE x).
        k, sum(i ¦+ t) AS x FROM s GROUP BY k
            There is no operator + for integer and text. Texts are joined with ||; a text becomes a number with ::numeric.
        k, sum(i) FILTER (WHERE t ¦> n) AS x FROM s GROUP BY k
            There is no operator > for text and numeric. Convert the text, such as x::numeric.
        k, sum(i) FILTER (WHERE ¦i) AS x FROM s GROUP BY k
            FILTER needs a condition, but this is of type integer. Write a comparison.
        k, sum(i) FILTER (WHERE i > ¦'abc') AS x FROM s GROUP BY k
            'abc' is not a value of type integer.
        k, sum(n + ¦12345678901234567890123456789) AS x FROM s GROUP BY k
            '12345678901234567890123456789' is not a value of type numeric. The reason: the result needs more than 28 digits or 28 decimal places, which numeric does not hold here.
        k, sum(n) FILTER (WHERE n < ¦'1e30') AS x FROM s GROUP BY k
            '1e30' is not a value of type numeric. The reason: the result needs more than 28 digits or 28 decimal places, which numeric does not hold here.
        k, count(*) AS x FROM s WHERE n IN (1, ¦1e300) GROUP BY k
            '1e300' is not a value of type numeric. The reason: the result needs more than 28 digits or 28 decimal places, which numeric does not hold here.
        k, sum(d + ¦1e400::float8) AS x FROM s GROUP BY k
            '1e400' is not a value of type double precision. The reason: value is out of range for type double precision.
        k, sum(i) FILTER (WHERE i < ¦'3000000000') AS x FROM s GROUP BY k
            '3000000000' is not a value of type integer. The reason: value is out of range for type integer.
        k, window_start, window_end, count(*) AS ¦closed FROM TUMBLE(s, ts, INTERVAL '1 h') GROUP BY k, window_start, window_end
            The companion 'v_status' of the view has the columns closed and reopened_at, and names that begin with pathway_ belong to the service. Give the column another name with AS.
        k, window_start, window_end, count(*) AS ¦pathway_x FROM TUMBLE(s, ts, INTERVAL '1 h') GROUP BY k, window_start, window_end
            The companion 'v_status' of the view has the columns closed and reopened_at, and names that begin with pathway_ belong to the service. Give the column another name with AS.
        k, max(day ¦+ INTERVAL '1 day') AS x FROM s GROUP BY k
            The result is a timestamp without time zone, which a pipeline does not have. Convert the date first, such as day::timestamptz + INTERVAL '1 day'.
        k, sum(¦count(*)) AS x FROM s GROUP BY k
            The aggregate count cannot be in an aggregate. Aggregates are not nested; combine them, such as sum(a) / count(*).
        k, count(*) AS x FROM s WHERE ¦sum(i) > 1 GROUP BY k
            The aggregate sum cannot be in WHERE. A condition on a result belongs in a CREATE VIEW over the materialized view.
        k, count(*) AS x FROM s WHERE ¦i GROUP BY k
            WHERE needs a condition, but this is of type integer. Write a comparison.
        k, ¦sum(i) + 1 FROM s GROUP BY k
            This column has no name. Give it one with AS.
        k, count(*) AS ¦k FROM s GROUP BY k
            The view has two columns 'k'. Give one of them another name with AS.
        k, count(*) AS ¦xmin FROM s GROUP BY k
            Every table of Postgres has a column 'xmin' already. Use another name.
        k, count(*) AS ¦window_end FROM s GROUP BY k
            'window_end' is the name of a bound of a window. Use another name.
        ¦count(*) AS x FROM s GROUP BY k
            The select list lacks k, which the rows of the table are found by. Add it.
        k, count(*) AS x FROM s GROUP BY ¦1
            A number here is the place of a column in Postgres. Name the column.
        k, count(*) AS x FROM s GROUP BY k, ¦lower(t)
            GROUP BY takes columns. Declare a computed column in the source, such as day date AS (at::date), and group by it.
        k, count(*) AS x FROM s GROUP BY k, ¦k
            'k' is in GROUP BY twice. Remove one.
        k, count(*) AS x FROM s GROUP BY k, ¦window_start
            'window_start' needs a window, such as FROM TUMBLE(source, time, INTERVAL '1 hour').
        k, count(*) AS x FROM ¦sources GROUP BY k
            There is no source 'sources'. The source is 's'.
        k, count(*) AS x FROM ¦v GROUP BY k
            A materialized view reads the source 's', not another view. Write a CREATE VIEW over 'v'.
        k, sum(¦x.i) AS x FROM s GROUP BY k
            There is no source 'x' here. The source is 's'.
        k, sum(cast(i AS ¦nummeric)) AS x FROM s GROUP BY k
            There is no type 'nummeric'. Did you mean 'numeric'?
        k, sum(i::¦numeric(10,2)) AS x FROM s GROUP BY k
            numeric has no precision and scale here. Write numeric, and round(x, 2) where digits are to be cut.
        k, max(t::¦timestamp) AS x FROM s GROUP BY k
            The type timestamp is not supported. Use timestamptz.
        k, max(¦l::timestamptz) AS x FROM s GROUP BY k
            bigint cannot be converted to timestamp with time zone. Use to_timestamp(seconds).
        k, max(date_trunc(¦'hours_', ts)) AS x FROM s GROUP BY k
            There is no time unit 'hours_'. Did you mean 'hour'?
        k, sum(¦round(d, 2)) AS x FROM s GROUP BY k
            round does not take double precision, integer. It is round(double precision), round(numeric), round(numeric, integer).
        k, last_value(coalesce(i, ¦t)) AS x FROM s GROUP BY k
            The values of coalesce have no common type: integer and text. Convert one with ::.
        k, approx_percentile(¦95) WITHIN GROUP (ORDER BY i) AS x FROM s GROUP BY k
            The percentile must be a number between 0 and 1, such as 0.95.
        k, ¦approx_percentile(i) AS x FROM s GROUP BY k
            Write approx_percentile(0.95) WITHIN GROUP (ORDER BY x).
        k, lower(t) FILTER (WHERE ¦b) AS x FROM s GROUP BY k
            lower is not an aggregate and takes no FILTER.
        k, ¦sum(*) AS x FROM s GROUP BY k
            sum(*) does not exist. Name a column, such as sum(x).
        k, window_start, window_end, count(*) AS x FROM TUMBLE(s, ts, ¦i) GROUP BY k, window_start, window_end
            Write an interval, such as INTERVAL '1 hour'.
        k, window_start, window_end, count(*) AS x FROM TUMBLE(s, ts, ¦'1 fortnight') GROUP BY k, window_start, window_end
            '1 fortnight' is not a value of type interval. Write numbers and units, such as '1 hour 30 minutes', or '01:30:00'.
        k, window_start, window_end, count(*) AS x FROM TUMBLE(s, ts, ¦'1 month') GROUP BY k, window_start, window_end
            Months differ in length. Name the calendar, such as time_zone => 'Europe/Berlin'.
        k, window_start, window_end, count(*) AS x FROM TUMBLE(s, ts, ¦'0 s') GROUP BY k, window_start, window_end
            The size must be longer than 0.
        k, window_start, window_end, count(*) AS x FROM TUMBLE(s, ts, '1 day', time_zone => ¦'Europe/Berlni') GROUP BY k, window_start, window_end
            There is no time zone 'Europe/Berlni'. Did you mean 'Europe/Berlin'?
        k, window_start, window_end, count(*) AS x FROM TUMBLE(s, ts, ¦'1 hour', time_zone => 'Europe/Berlin') GROUP BY k, window_start, window_end
            With a time zone, the size is whole days, weeks or months. Write days or months, or leave the zone out.
        k, window_start, window_end, count(*) AS x FROM HOP(s, ts, '1 day', '1 day', ¦timezone => 'UTC') GROUP BY k, window_start, window_end
            There is no argument 'timezone'. Did you mean 'time_zone'?
        k, window_start, window_end, count(*) AS x FROM CUMULATE(s, ts, ¦'2 day', '1 day') GROUP BY k, window_start, window_end
            The step must not be longer than the size.
        k, window_start, window_end, count(*) AS x FROM CUMULATE(s, ts, ¦'7 min', '1 hour') GROUP BY k, window_start, window_end
            The size must be a multiple of the step.
        k, window_start, window_end, count(*) AS x FROM HOP(s, ts, ¦'1 s', '1 hour') GROUP BY k, window_start, window_end
            An event would be in more than 1000 windows. Write a longer hop.
        k, window_start, window_end, count(*) AS x FROM SESSION(s, ts, ¦'3654 days') GROUP BY k, window_start, window_end
            The gap is at most ten years.
        k, window_start, window_end, count(*) AS x FROM ¦TUMBEL(s, ts, '1 day') GROUP BY k, window_start, window_end
            There is no window function 'tumbel'. Did you mean 'TUMBLE'?
        k, window_start, window_end, count(*) AS x FROM ¦HOP(s, ts, '1 day') GROUP BY k, window_start, window_end
            The arguments are HOP(source, time, hop, size [, offset]).
        k, window_start, window_end, count(*) AS x FROM TUMBLE(s, ¦ts2, '1 day') GROUP BY k, window_start, window_end
            The event time of the source is 'ts'. Use it here, or declare WATERMARK FOR ts2.
        k, window_start, count(*) AS x FROM TUMBLE(s, ts, '1 day') GROUP BY ¦k, window_start
            A view with a window groups by it. Add window_end to GROUP BY.
        window_start, window_end, count(*) AS x FROM TUMBLE(s, ts, '1 day') GROUP BY ¦window_start, window_end
            GROUP BY needs a key column. For totals over all keys write a CREATE VIEW that sums up the materialized view.
        """);

    [Theory]
    [MemberData(nameof(OfQueries))]
    public void An_error_has_its_place_and_says_what_to_do(string query, string message)
    {
        (string sql, string error) = ExpectedError.At(
            $"{Bound.Source}CREATE MATERIALIZED VIEW v AS\nSELECT {OnLines(query)};", message);
        Assert.Equal(error, string.Join("\n", Bound.Errors(sql)));
    }

    public static TheoryData<string, string> OfTheWhole => ErrorTable.Read("""
        WITH (¦allowed_latenes = '1 s') AS SELECT k, count(*) FROM s GROUP BY k
            There is no option 'allowed_latenes' of a materialized view. Did you mean 'allowed_lateness'?
        WITH (¦allowed_lateness = '1 s') AS SELECT k, count(*) FROM s GROUP BY k
            allowed_lateness is for views with a window, because only windows close. Leave it out, or use a window such as FROM TUMBLE(source, time, INTERVAL '1 hour').
        WITH (allowed_lateness = ¦'1 month') AS SELECT k, window_start, window_end, count(*) FROM TUMBLE(s, ts, '1 h') GROUP BY k, window_start, window_end
            '1 month' has no fixed length, because months differ. Write days or hours.
        AS SELECT k, count(*) FROM s GROUP BY k; CREATE MATERIALIZED VIEW w AS SELECT t, count(*) FROM s GROUP BY ¦t
            All views of a service group by the same key: k. For another key run another service on the same topic, with another serviceId.
        AS SELECT k, count(*) FROM s GROUP BY k; CREATE VIEW ¦v AS SELECT 1
            The name 'v' is there twice. Use another one.
        AS SELECT k, count(*) FROM s GROUP BY k; CREATE VIEW ¦dead_letters AS SELECT 1
            The name 'dead_letters' belongs to the service. Give the view another name.
        AS SELECT k, count(*) FROM s GROUP BY k; CREATE SOURCE ¦s2 (k text)
            A pipeline has one source. Run another service, with its own pipeline, for another source.
        """);

    [Theory]
    [MemberData(nameof(OfTheWhole))]
    public void An_error_of_the_whole_has_its_place(string view, string message)
    {
        (string sql, string error) = ExpectedError.At($"{Bound.Source}CREATE MATERIALIZED VIEW v {OnLines(view)}", message);
        Assert.Equal(error, string.Join("\n", Bound.Errors(sql)));
    }

    [Fact]
    public void Errors_of_all_statements_are_reported_in_the_order_of_the_text() => Assert.Equal(
        [
            "There is no type 'txt'. Did you mean 'text'?",
            "Expected FROM, but found 'FRM'. Did you mean 'FROM'?",
            "There is no column 'amuont'. Did you mean 'amount'?",
            "There is no function 'sun'. Did you mean 'sum'?",
            "HAVING is not supported. Write a CREATE VIEW over the materialized view with WHERE.",
        ],
        Bound.Errors("""
            CREATE SOURCE s (k text, x txt, amount numeric);
            CREATE MATERIALIZED VIEW a AS SELECT k, count(*) c FRM s GROUP BY k;
            CREATE MATERIALIZED VIEW b AS SELECT k, sum(amuont) y, sun(amount) z, max(x) m FROM s GROUP BY k;
            CREATE MATERIALIZED VIEW c AS SELECT k, count(*) c FROM s GROUP BY k HAVING count(*) > 1;
            """).Select(error => error.Message));

    // Long lines are cut in errors.
    private static string OnLines(string query) => query.Replace(" FROM", "\nFROM", StringComparison.Ordinal)
        .Replace(" GROUP BY", "\nGROUP BY", StringComparison.Ordinal).Replace("; ", ";\n", StringComparison.Ordinal)
        .Replace(" AS SELECT", "\nAS SELECT", StringComparison.Ordinal);
}
