using System.CommandLine;
using System.Globalization;
using PathwayOrleans.Cli.Report.Output;
using PathwayOrleans.CommandLine;
using PathwayOrleans.HttpApi.Hosting;
using PathwayOrleans.Storage.Configuration;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report;

/// <summary>The arguments and options of a report.</summary>
internal sealed class ReportArguments
{
    private readonly ReportDefinition _report;
    private readonly DatabaseArguments _database = new();
    private readonly Argument<string?>? _place;
    private readonly Dictionary<string, Option<string?>> _single = [];
    private readonly Dictionary<string, Option<string[]>> _repeated = [];
    private readonly Option<int> _limit;

    private readonly Option<string?> _after = new("--after")
    {
        Description = "Continues after the cursor that an earlier report with the same filters returned.",
        HelpName = "CURSOR",
    };

    private readonly Option<string> _format = new("--format")
    {
        Description =
            "table, csv, spreadsheet (csv in which no text is a formula) or json. Times that the database has in milliseconds " +
            "since the epoch are ISO-8601 in table, and milliseconds otherwise. A table has floating-point numbers with 15 " +
            "significant digits, and on a terminal the beginning of long texts; the other formats are exact.",
        DefaultValueFactory = _ => "table",
        HelpName = "FORMAT",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "The same as --format json: prints one JSON object, last on standard output.",
    };

    internal ReportArguments(ReportDefinition report)
    {
        _report = report;
        _limit = new Option<int>("--limit")
        {
            Description = $"{report.LimitHelp}; 0 = all.",
            DefaultValueFactory = _ => report.DefaultLimit,
            HelpName = "COUNT",
        };
        ReportParameter[] ofView = [.. report.OfView?.Parameters ?? []];
        _place = report.Parameters.Concat(ofView).FirstOrDefault(parameter => parameter.IsPlace) is { } place
            ? new Argument<string?>(place.Name)
            {
                Description = place.Help,
                HelpName = place.HelpName,
                Arity = report.OfView is null ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
            }
            : null;
        foreach (ReportParameter parameter in report.Parameters.Where(parameter => !parameter.IsPlace))
        {
            Add(parameter, ofView.FirstOrDefault(other => other.Name == parameter.Name));
        }

        foreach (ReportParameter parameter in ofView.Where(
            parameter => !parameter.IsPlace && !_single.ContainsKey(parameter.Name)))
        {
            Add(parameter with { Help = $"With a view: {parameter.Help}", IsRequired = false }, null);
        }
    }

    /// <summary>Adds the options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isTabular">Whether it supports formats.</param>
    internal void AddTo(Command command, bool isTabular = true)
    {
        if (_place is not null)
        {
            command.Arguments.Add(_place);
        }

        foreach (Option option in _single.Values.Concat<Option>(_repeated.Values).Append(_limit))
        {
            command.Options.Add(option);
        }

        if (_report.IsPaged)
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

    /// <summary>The report, which depends on whether a view is named, and the values of its parameters.</summary>
    internal (ReportDefinition Report, ReportValues Values) Read(ParseResult parsed)
    {
        var given = new Dictionary<string, IReadOnlyList<string>>();
        ReportDefinition report = _report;
        if (_place is not null && parsed.GetValue(_place) is { } name)
        {
            report = _report.OfView ?? _report;
            given.Add(_place.Name, [name]);
        }

        foreach ((string parameter, Option<string?> option) in _single)
        {
            if (parsed.GetResult(option) is { Implicit: false })
            {
                given.Add(parameter, [parsed.GetValue(option)!]);
            }
        }

        foreach ((string parameter, Option<string[]> option) in _repeated)
        {
            if (parsed.GetResult(option) is { Implicit: false })
            {
                given.Add(parameter, parsed.GetValue(option)!);
            }
        }

        return (report, new ReportValues(report, given));
    }

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

    // A parameter that the report of a view has too, with another meaning or the same.
    private void Add(ReportParameter parameter, ReportParameter? ofView)
    {
        string help = ofView is null || ofView.Help == parameter.Help
            ? parameter.Help
            : $"{parameter.Help} With a view: {ofView.Help}";
        if (parameter.IsRepeated)
        {
            _repeated.Add(parameter.Name, new Option<string[]>($"--{parameter.Name}")
            {
                Description = help,
                HelpName = parameter.HelpName,
            });
            return;
        }

        var option = new Option<string?>($"--{parameter.Name}")
        {
            Description = help,
            HelpName = parameter.HelpName,
            Required = parameter.IsRequired && _report.OfView is null,
        };
        if (parameter.Default is { } value)
        {
            option.DefaultValueFactory = _ => value;
        }

        _single.Add(parameter.Name, option);
    }
}
