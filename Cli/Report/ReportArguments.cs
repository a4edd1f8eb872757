using System.CommandLine;
using System.Globalization;
using PathwayOrleans.Cli.Report.Output;
using PathwayOrleans.CommandLine;
using PathwayOrleans.HttpApi.Hosting;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report;

/// <summary>The common options of reports.</summary>
internal sealed class ReportArguments
{
    private const int DefaultLimit = 100;

    private readonly DatabaseArguments _database = new();

    private readonly Option<int> _limit;

    private readonly Option<string?> _after = new("--after")
    {
        Description = "Continues after the cursor that an earlier report with the same filters returned.",
        HelpName = "CURSOR",
    };

    private readonly Option<string> _format = new("--format")
    {
        Description =
            "table, csv, spreadsheet (csv in which no text is a formula) or json. Event times are ISO-8601 in table, and " +
            "milliseconds since the epoch otherwise.",
        DefaultValueFactory = _ => "table",
        HelpName = "FORMAT",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "The same as --format json: prints one JSON object, last on standard output.",
    };

    internal ReportArguments(int defaultLimit = DefaultLimit, string limitText = "Maximum number of rows; 0 = all.") =>
        _limit = new Option<int>("--limit")
        {
            Description = limitText,
            DefaultValueFactory = _ => defaultLimit,
            HelpName = "COUNT",
        };

    private Option<string?> Since { get; } = Time("--since", "start, inclusive");

    private Option<string?> Until { get; } = Time("--until", "end, exclusive");

    internal static Option<string?> User() => new("--user") { Description = "Only this user.", HelpName = "ID" };

    internal static Option<string?> Window(bool isRequired = false) => new("--window")
    {
        Description = "Only windows with this name.",
        HelpName = "NAME",
        Required = isRequired,
    };

    internal static Option<string> State() => new("--state")
    {
        Description =
            "open, closed or all. A window is closed when the watermark over all partitions has reached its end plus lateness.",
        DefaultValueFactory = _ => "all",
        HelpName = "STATE",
    };

    /// <summary>Adds the common options.</summary>
    /// <param name="command">The report.</param>
    /// <param name="period">
    /// The time that --since and --until filter by, as the end of a sentence; null if they are not supported.
    /// </param>
    /// <param name="isPaged">Whether it supports a cursor.</param>
    /// <param name="isTabular">Whether it consists of rows and supports formats.</param>
    internal void AddTo(Command command, string? period, bool isPaged = true, bool isTabular = true)
    {
        if (period is not null)
        {
            Since.Description += period;
            Until.Description += period;
            command.Options.Add(Since);
            command.Options.Add(Until);
        }

        command.Options.Add(_limit);
        if (isPaged)
        {
            command.Options.Add(_after);
        }

        if (isTabular)
        {
            command.Options.Add(_format);
        }

        command.Options.Add(_json);
        _database.AddTo(command);
    }

    internal DatabaseOptions Database(ParseResult parsed) => _database.Read(parsed);

    internal ReportPeriod Period(ParseResult parsed) =>
        new(ReportTime.Parse("since", parsed.GetValue(Since)), ReportTime.Parse("until", parsed.GetValue(Until)));

    /// <summary>The maximum number of rows; 0 = all.</summary>
    internal int Limit(ParseResult parsed) => parsed.GetValue(_limit) is >= 0 and < int.MaxValue and var limit
        ? limit
        : throw new ReportParameterException(
            "limit", parsed.GetValue(_limit).ToString(CultureInfo.InvariantCulture), "it must be 0 (all) or more");

    internal string? After(ParseResult parsed) => parsed.GetValue(_after);

    internal ReportFormat Format(ParseResult parsed)
    {
        bool isGiven = parsed.GetResult(_format) is { Implicit: false };
        ReportFormat format = isGiven
            ? ReportChoice.Parse<ReportFormat>("format", parsed.GetValue(_format)!)
            : ReportFormat.Table;
        if (!parsed.GetValue(_json))
        {
            return format;
        }

        return isGiven && format != ReportFormat.Json
            ? throw new CommandFailedException(
                $"--json and --format {parsed.GetValue(_format)} contradict each other. Use one of them.")
            : ReportFormat.Json;
    }

    private static Option<string?> Time(string name, string what) => new(name)
    {
        Description = $"A date (midnight UTC), ISO-8601 with Z or an offset, or milliseconds since the epoch: {what}, of ",
        HelpName = "TIME",
    };
}
