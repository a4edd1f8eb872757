using System.Globalization;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Reading.Definitions;

/// <summary>The reports over the tables that every service has: users, dead letters, progress.</summary>
public static class EventReports
{
    private const int TopLimit = 10;

    private static readonly ReportColumn[] UserColumns =
    [
        Text<UserTotals>("user_id", row => row.UserId),
        Number<UserTotals>("count", row => row.Count),
        Value<UserTotals>("total_value", row => row.TotalValue),
        EventTime<UserTotals>("time", row => row.Time),
    ];

    private static readonly ReportColumn[] ReasonColumns =
    [
        Text<DeadLetterReason>("reason", row => row.Reason),
        Number<DeadLetterReason>("letters", row => row.Letters),
        ClockTime<DeadLetterReason>("first_recorded_at", row => row.FirstRecordedAt),
        ClockTime<DeadLetterReason>("last_recorded_at", row => row.LastRecordedAt),
    ];

    private static readonly ReportColumn[] LetterColumns =
    [
        ClockTime<StoredDeadLetter>("recorded_at", row => row.RecordedAt),
        Text<StoredDeadLetter>("source", row => row.Source),
        Digits<StoredDeadLetter>("partition", row => row.Partition.ToString(CultureInfo.InvariantCulture)),
        Digits<StoredDeadLetter>("position", row => row.Position.ToString()),
        Text<StoredDeadLetter>("reason", row => row.Reason),
        Text<StoredDeadLetter>("windows", row => row.Windows is { } windows ? string.Join(' ', windows) : ""),
        Text<StoredDeadLetter>("detail", row => row.Detail ?? ""),
        Digits<StoredDeadLetter>("length", row => row.Length?.ToString(CultureInfo.InvariantCulture) ?? ""),
        ReportColumn.Of<StoredDeadLetter>("raw", ReportColumnKind.Bytes, row => row.Raw),
    ];

    private static readonly ReportColumn[] ProgressColumns =
    [
        Text<ProgressEntry>("source", row => row.Source),
        Digits<ProgressEntry>("partition", row => row.Partition.ToString(CultureInfo.InvariantCulture)),
        Digits<ProgressEntry>("next_offset", row => row.NextOffset.ToString()),
        ReportColumn.Of<ProgressEntry>("lag", ReportColumnKind.Number, row => row.Lag) with { Nothing = "unknown" },
        EventTime<ProgressEntry>("watermark", row => row.Watermark),
        ReportColumn.Of<ProgressEntry>("behind", ReportColumnKind.Span, row => row.Behind),
        Flag<ProgressEntry>("idle", row => row.Idle),
        Flag<ProgressEntry>("counted", row => row.Counted),
        ClockTime<ProgressEntry>("updated_at", row => row.UpdatedAt),
    ];

    /// <summary>Users by id.</summary>
    public static ReportDefinition OfUsers { get; } = new(
        "users",
        "Totals of users, ordered by user id.",
        [ReportParameter.User, .. ReportParameter.Period("the last event time of the users.")],
        Opens((queries, values) =>
        {
            (string? user, ReportPeriod period) = (values.Text("user"), values.Period);
            return OpenReport.Of(
                UserColumns,
                (page, token) => new UsersReport(queries).ReadAsync(user, period, page, token),
                RequireUser(queries, user));
        }))
    {
        RowTypes = [typeof(UserTotals)],
    };

    /// <summary>The users with the most events, or the rows of a view with the highest values.</summary>
    public static ReportDefinition Top { get; } = new(
        "top",
        "Users with the most events or the highest total; ties are ordered by user id.",
        [
            new("by", "count (events) or total (sum of values).", "WHAT")
            {
                Default = "count",
                Words = ReportChoice.Words<TopOrder>(),
            },
            .. ReportParameter.Period("the last event time of the users."),
        ],
        Opens((queries, values) =>
        {
            (TopOrder by, ReportPeriod period) = (values.Choice("by", TopOrder.Count), values.Period);
            return OpenReport.Of(
                UserColumns,
                (page, token) => new TopUsersReport(queries).ReadAsync(by, period, page, token),
                token => new ReportSubjects(queries).RequireBuiltInAsync("top", token));
        }))
    {
        RowTypes = [typeof(UserTotals)],
        DefaultLimit = TopLimit,
        OfView = ViewReports.Top,
    };

    /// <summary>Records that could not be applied.</summary>
    public static ReportDefinition DeadLetters { get; } = new(
        "dead-letters",
        "Records that could not be applied: the number per reason, or the dead letters of one reason.",
        [
            new(
                "reason",
                $"Lists the dead letters with this reason, newest first, with the first {StoredDeadLetter.MaxRawBytes} bytes " +
                "of each record (csv and json: in base64).",
                "REASON"),
            .. ReportParameter.Period("the time of recording by the database's clock; dead letters have no event time."),
        ],
        Opens((queries, values) =>
        {
            (string? reason, ReportPeriod period) = (values.Text("reason"), values.Period);
            var report = new DeadLettersReport(queries);
            return reason is null
                ? OpenReport.Of(ReasonColumns, (page, token) => report.ReadReasonsAsync(period, page, token))
                : OpenReport.Of(
                    LetterColumns,
                    (page, token) => report.ReadLettersAsync(reason, period, page, token),
                    token => new ReportSubjects(queries).RequireReasonAsync(reason, token));
        }))
    {
        RowTypes = [typeof(DeadLetterReason), typeof(StoredDeadLetter)],
    };

    /// <summary>The progress of partitions. The lag, which is not in the database, is added where it is shown.</summary>
    public static ReportDefinition Progress { get; } = new(
        "progress",
        "The durable position of each partition, the records after it in the log (lag), its watermark, the distance of the " +
        "watermark to the database's clock (csv and json: milliseconds), whether it is idle (no record became durable for " +
        "Pathway:Windows:IdleTimeout), and the watermark over all partitions that are counted, which closes windows.",
        [],
        async (queries, _, token) =>
        {
            var report = new ProgressReport(queries);
            return OpenReport.Of(ProgressColumns, report.ReadAsync) with
            {
                Facts = new Dictionary<string, object?> { ["watermark"] = await report.ReadWatermarkAsync(token) },
            };
        })
    {
        RowTypes = [typeof(ProgressEntry)],
        DefaultLimit = 0,
    };

    private static Func<IQueries, ReportValues, CancellationToken, Task<OpenReport>> Opens(
        Func<IQueries, ReportValues, OpenReport> open) => (queries, values, _) => Task.FromResult(open(queries, values));

    private static Func<CancellationToken, Task> RequireUser(IQueries queries, string? user) => async token =>
    {
        var subjects = new ReportSubjects(queries);
        await subjects.RequireBuiltInAsync("users", token);
        await subjects.RequireUserAsync(user, token);
    };

    private static ReportColumn Text<T>(string name, Func<T, string?> value) =>
        ReportColumn.Of(name, ReportColumnKind.Text, value);

    private static ReportColumn Digits<T>(string name, Func<T, string?> value) =>
        ReportColumn.Of(name, ReportColumnKind.Digits, value);

    private static ReportColumn Number<T>(string name, Func<T, long> value) =>
        ReportColumn.Of<T>(name, ReportColumnKind.Number, row => value(row));

    private static ReportColumn Value<T>(string name, Func<T, double> value) =>
        ReportColumn.Of<T>(name, ReportColumnKind.Value, row => value(row));

    private static ReportColumn EventTime<T>(string name, Func<T, long?> value) =>
        ReportColumn.Of<T>(name, ReportColumnKind.EventTime, row => value(row));

    private static ReportColumn ClockTime<T>(string name, Func<T, DateTimeOffset?> value) =>
        ReportColumn.Of<T>(name, ReportColumnKind.ClockTime, row => value(row));

    private static ReportColumn Flag<T>(string name, Func<T, bool> value) =>
        ReportColumn.Of<T>(name, ReportColumnKind.Flag, row => value(row));
}
