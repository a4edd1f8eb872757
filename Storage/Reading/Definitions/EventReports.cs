using System.Globalization;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Reading.Definitions;

/// <summary>The reports over the tables that every service has: users, named windows, dead letters, progress.</summary>
public static class EventReports
{
    private const int TopLimit = 10;

    private const int ChartLimit = 40;

    private static readonly ReportColumn[] UserColumns =
    [
        Text<UserTotals>("user_id", row => row.UserId),
        Number<UserTotals>("count", row => row.Count),
        Value<UserTotals>("total_value", row => row.TotalValue),
        EventTime<UserTotals>("time", row => row.Time),
    ];

    private static readonly ReportColumn[] WindowColumns =
    [
        Text<UserWindow>("user_id", row => row.UserId),
        Text<UserWindow>("window_name", row => row.WindowName),
        EventTime<UserWindow>("window_start", row => row.WindowStart),
        EventTime<UserWindow>("window_end", row => row.WindowEnd),
        Number<UserWindow>("count", row => row.Count),
        Value<UserWindow>("total_value", row => row.TotalValue),
        Value<UserWindow>("min_value", row => row.MinValue),
        Value<UserWindow>("max_value", row => row.MaxValue),
        EventTime<UserWindow>("first_time", row => row.FirstTime),
        EventTime<UserWindow>("last_time", row => row.LastTime),
        Flag<UserWindow>("closed", row => row.Closed),
        ClockTime<UserWindow>("reopened_at", row => row.ReopenedAt),
    ];

    private static readonly ReportColumn Start = EventTime<WindowTotals>("window_start", row => row.WindowStart);
    private static readonly ReportColumn Users = Number<WindowTotals>("users", row => row.Users);
    private static readonly ReportColumn Count = Number<WindowTotals>("count", row => row.Count);
    private static readonly ReportColumn Total = Value<WindowTotals>("total_value", row => row.TotalValue);
    private static readonly ReportColumn Closed = Flag<WindowTotals>("closed", row => row.Closed);

    private static readonly ReportColumn[] TotalColumns =
    [
        Text<WindowTotals>("window_name", row => row.WindowName),
        Start,
        EventTime<WindowTotals>("window_end", row => row.WindowEnd),
        Users,
        Count,
        Total,
        Value<WindowTotals>("min_value", row => row.MinValue),
        Value<WindowTotals>("max_value", row => row.MaxValue),
        EventTime<WindowTotals>("first_time", row => row.FirstTime),
        EventTime<WindowTotals>("last_time", row => row.LastTime),
        Closed,
        ClockTime<WindowTotals>("reopened_at", row => row.ReopenedAt),
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
                Require(queries, "users", user, null));
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

    /// <summary>Named windows of users.</summary>
    public static ReportDefinition Windows { get; } = new(
        "windows",
        "Windows of one user, ordered by name and start, or of all users, ordered by name, start and user.",
        [
            ReportParameter.User, ReportParameter.Window, ReportParameter.State,
            .. ReportParameter.Period("the start of the windows."),
        ],
        Opens((queries, values) =>
        {
            (string? user, WindowFilter filter) = (values.Text("user"), values.Windows);
            return OpenReport.Of(
                WindowColumns,
                (page, token) => new WindowsReport(queries).ReadAsync(user, filter, page, token),
                Require(queries, "windows", user, filter.Window));
        }))
    {
        RowTypes = [typeof(UserWindow)],
    };

    /// <summary>Named windows over all users, or the totals of a view over all keys.</summary>
    public static ReportDefinition Totals { get; } = new(
        "totals",
        "Totals per window over all users, ordered by name and start. Sums of doubles are added in unspecified order. A " +
        "session starts with the first event of its user, so only sessions that start in the same millisecond share a " +
        "window here.",
        [ReportParameter.Window, ReportParameter.State, .. ReportParameter.Period("the start of the windows.")],
        Opens((queries, values) =>
        {
            WindowFilter filter = values.Windows;
            return OpenReport.Of(
                TotalColumns,
                (page, token) => new WindowTotalsReport(queries).ReadAsync(filter, page, token),
                Require(queries, "totals", null, filter.Window));
        }))
    {
        RowTypes = [typeof(WindowTotals)],
        OfView = ViewReports.Totals,
    };

    /// <summary>The newest windows with a name over all users, or a column of a view by window. Drawn by the command.</summary>
    public static ReportDefinition Chart { get; } = new(
        "chart",
        "Draws the totals over all users of the newest windows with a name, one bar per window, newest last.",
        [
            ReportParameter.Window with { IsRequired = true },
            ReportParameter.State,
            new("by", "count (events), total (sum of values) or users.", "WHAT")
            {
                Default = "count",
                Words = ["count", "total", "users"],
            },
            .. ReportParameter.Period("the start of the windows."),
        ],
        Opens((queries, values) =>
        {
            WindowFilter filter = values.Windows;
            ReportColumn measure = values.Text("by") switch { "total" => Total, "users" => Users, _ => Count };
            return OpenReport.Of(
                [Start, measure, Closed],
                async (page, token) => new ReportPage<WindowTotals>(
                    await new WindowTotalsReport(queries).ReadNewestAsync(filter, page.Limit, token), null),
                Require(queries, "chart", null, filter.Window));
        }))
    {
        RowTypes = [typeof(WindowTotals)],
        DefaultLimit = ChartLimit,
        LimitHelp = "Number of windows, newest first",
        IsPaged = false,
        OfView = ViewReports.Chart,
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

    private static Func<CancellationToken, Task> Require(
        IQueries queries, string report, string? user, string? window) => async token =>
    {
        var subjects = new ReportSubjects(queries);
        await subjects.RequireBuiltInAsync(report, token);
        await subjects.RequireUserAsync(user, token);
        await subjects.RequireWindowAsync(window, token);
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
