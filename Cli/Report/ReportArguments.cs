using System.CommandLine;
using System.Globalization;
using PathwayOrleans.Cli.Database;
using PathwayOrleans.Cli.Report.Output;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report;

/// <summary>The options that reports share.</summary>
internal sealed class ReportArguments
{
    private const int DefaultLimit = 100;

    private readonly DatabaseSettings _database = new();

    private readonly Option<int> _limit;

    private readonly Option<string?> _after = new("--after")
    {
        Description = "Goes on where an earlier report with the same filters ended: the cursor that it gave.",
        HelpName = "CURSOR",
    };

    private readonly Option<string> _format = new("--format")
    {
        Description = "table, csv or json. In csv and json event times are milliseconds since the epoch, as in the tables; in table they are ISO-8601.",
        DefaultValueFactory = _ => "table",
        HelpName = "FORMAT",
    };

    private readonly Option<bool> _json = new("--json") { Description = "The same as --format json: one JSON object, last on standard output." };

    internal ReportArguments(int defaultLimit = DefaultLimit, string limited = "Rows at the most; 0 = all.") => _limit = new Option<int>("--limit")
    {
        Description = limited,
        DefaultValueFactory = _ => defaultLimit,
        HelpName = "COUNT",
    };

    private Option<string?> Since { get; } = Time("--since", "first moment");

    private Option<string?> Until { get; } = Time("--until", "end, which does not belong to it");

    internal static Option<string?> User() => new("--user") { Description = "This user alone.", HelpName = "ID" };

    internal static Option<string?> Window(bool isRequired = false) => new("--window")
    {
        Description = "Windows of this name alone.",
        HelpName = "NAME",
        Required = isRequired,
    };

    internal static Option<string> State() => new("--state")
    {
        Description = "open, closed or all. A window is closed when the watermark over all partitions has reached its end and lateness.",
        DefaultValueFactory = _ => "all",
        HelpName = "STATE",
    };

    /// <summary>Adds what every report has.</summary>
    /// <param name="command">The report.</param>
    /// <param name="period">What --since and --until are about, as the end of a sentence; null where it has none.</param>
    /// <param name="isPaged">Whether it can go on after a cursor.</param>
    /// <param name="isTabular">Whether it is rows, in one format or another.</param>
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

    /// <summary>Rows at the most; 0 = all.</summary>
    internal int Limit(ParseResult parsed) => parsed.GetValue(_limit) is >= 0 and < int.MaxValue and var limit
        ? limit
        : throw new ReportParameterException("limit", parsed.GetValue(_limit).ToString(CultureInfo.InvariantCulture), "0 (all) or more is right");

    internal string? After(ParseResult parsed) => parsed.GetValue(_after);

    internal ReportFormat Format(ParseResult parsed)
    {
        bool isGiven = parsed.GetResult(_format) is { Implicit: false };
        ReportFormat format = isGiven ? ReportChoice.Parse<ReportFormat>("format", parsed.GetValue(_format)!) : ReportFormat.Table;
        if (!parsed.GetValue(_json))
        {
            return format;
        }

        return isGiven && format != ReportFormat.Json
            ? throw new CommandFailedException($"--json is --format json, and --format is {parsed.GetValue(_format)}. Give one of them.")
            : ReportFormat.Json;
    }

    private static Option<string?> Time(string name, string what) => new(name)
    {
        Description = $"ISO-8601 (UTC where it names no offset) or milliseconds since the epoch: the {what}, of ",
        HelpName = "TIME",
    };
}
