using System.Globalization;
using System.Numerics;
using Npgsql;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>
/// Dead letters, counted by reason or listed. Dead letters have no event time: a period refers to the time when they were
/// recorded, by the database's clock. Scans <c>dead_letters</c> once.
/// </summary>
internal sealed class DeadLettersReport(IQueries queries)
{
    private const string ReasonOrder = "dead-letter-reasons";
    private const string LetterOrder = "dead-letters";

    // Newest first; those of one commit by source, partition and descending position.
    private const string Newest = """recorded_at DESC, source COLLATE "C", partition, position DESC, reason COLLATE "C" """;

    private static readonly string Columns = string.Create(
        CultureInfo.InvariantCulture,
        $"source, partition, position, reason, recorded_at, " +
        $"substring(raw FROM 1 FOR {StoredDeadLetter.MaxRawBytes}), octet_length(raw), windows, detail");

    /// <summary>Reads a page of the reasons, ordered by name.</summary>
    /// <param name="period">Only dead letters recorded in this period.</param>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="ReportParameterException">The page's cursor belongs to another report.</exception>
    public async Task<ReportPage<DeadLetterReason>> ReadReasonsAsync(
        ReportPeriod period, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);
        string? after = page.After is null ? null : Cursor.Read(page.After, ReasonOrder, key => key[0].GetString()!);
        Sql sql =
            $"""
            SELECT reason, count(*), min(recorded_at), max(recorded_at) FROM dead_letters WHERE true
            {RecordedIn(period)}
            {Sql.If(after, reason => $""" AND reason COLLATE "C" > {reason}""")}
            GROUP BY reason ORDER BY reason COLLATE "C" LIMIT {page.Fetch}
            """;
        IReadOnlyList<DeadLetterReason> rows = await queries.ReadAsync(
            sql,
            row => new DeadLetterReason(
                row.GetString(0), row.GetInt64(1), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3)),
            cancellationToken);
        return ReportPage<DeadLetterReason>.Of(rows, page, row => Cursor.Write(ReasonOrder, row.Reason));
    }

    /// <summary>
    /// Reads a page of the dead letters, newest first; those of one commit are ordered by source, partition and descending
    /// position.
    /// </summary>
    /// <param name="reason">Only dead letters with this reason; null: all.</param>
    /// <param name="period">Only dead letters recorded in this period.</param>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <exception cref="ReportParameterException">The page's cursor belongs to another report.</exception>
    public async Task<ReportPage<StoredDeadLetter>> ReadLettersAsync(
        string? reason, ReportPeriod period, PageRequest page, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(page);

        // Payloads are truncated after the LIMIT: otherwise the payload of every row would be read.
        Sql sql =
            $"""
            SELECT {Sql.Text(Columns)}
            FROM (
                SELECT * FROM dead_letters WHERE true
                {Sql.If(reason, name => $" AND reason = {name}")}
                {RecordedIn(period)}
                {Sql.If(page.After, cursor => After(Cursor.Read(cursor, LetterOrder, ReadPlace)))}
                ORDER BY {Sql.Text(Newest)} LIMIT {page.Fetch}
            ) AS newest
            ORDER BY {Sql.Text(Newest)}
            """;
        IReadOnlyList<StoredDeadLetter> rows = await queries.ReadAsync(sql, ReadLetter, cancellationToken);
        return ReportPage<StoredDeadLetter>.Of(rows, page, row => Cursor.Write(
            LetterOrder, row.RecordedAt.UtcTicks, row.Source, row.Partition, row.Position.ToString(), row.Reason));
    }

    private static Sql RecordedIn(ReportPeriod period) =>
        $"{Sql.If(period.Since, since => $" AND recorded_at >= {Time(since)}")}" +
        $"{Sql.If(period.Until, until => $" AND recorded_at < {Time(until)}")}";

    private static Sql After(Place at) =>
        $"""
         AND (recorded_at < {at.Recorded} OR (recorded_at = {at.Recorded} AND (
            source COLLATE "C" > {at.Source} OR (source = {at.Source} AND (
            partition > {at.Partition} OR (partition = {at.Partition} AND (
            position < {at.Position} OR (position = {at.Position} AND reason COLLATE "C" > {at.Reason}))))))))
        """;

    private static Place ReadPlace(System.Text.Json.JsonElement[] key) => new(
        new DateTimeOffset(key[0].GetInt64(), TimeSpan.Zero), key[1].GetString()!, key[2].GetInt32(),
        Position.Parse(key[3].GetString()).ToNumber(), key[4].GetString()!);

    // Times outside of the range of the database's type are clamped to it.
    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(
        milliseconds, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

    private static StoredDeadLetter ReadLetter(NpgsqlDataReader row) => new(
        row.GetString(0),
        row.GetInt32(1),
        Position.FromNumber(row.GetFieldValue<BigInteger>(2)),
        row.GetString(3),
        row.GetFieldValue<DateTimeOffset>(4),
        row.IsDBNull(5) ? null : row.GetFieldValue<byte[]>(5),
        row.IsDBNull(6) ? null : row.GetInt32(6))
    {
        Windows = row.IsDBNull(7) ? null : row.GetFieldValue<string[]>(7),
        Detail = row.IsDBNull(8) ? null : row.GetString(8),
    };

    private sealed record Place(DateTimeOffset Recorded, string Source, int Partition, BigInteger Position, string Reason);
}
