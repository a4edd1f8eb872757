using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Cli.Report.Output;
using PathwayOrleans.CommandLine;
using PathwayOrleans.HttpApi.Hosting;
using PathwayOrleans.Sources;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report;

/// <summary>The options that name the source whose lag is reported, and the time limit for its answer.</summary>
internal sealed class BrokerArguments
{
    private const double DefaultSeconds = 3;
    private const double MaxSeconds = 600;

    private readonly SourceArguments _source = new(SourceSettingKind.Server, SourceSettingKind.Log);

    private readonly Option<double> _timeout = new("--broker-timeout")
    {
        Description =
            "Time limit in seconds for the source, which reports the lag. Without an answer it is unknown. 0 = do not ask.",
        DefaultValueFactory = _ => DefaultSeconds,
        HelpName = "SECONDS",
    };

    internal void AddTo(Command command)
    {
        _source.AddTo(command);
        command.Options.Add(_timeout);
    }

    /// <summary>Finds the ends of the logs of the partitions, as far as the source answers.</summary>
    internal async Task<Func<ProgressEntry, Position?>> FindEndsAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        double seconds = parsed.GetValue(_timeout);
        NumberRange.Require(
            seconds is >= 0 and <= MaxSeconds,
            "--broker-timeout", seconds, $"between 0 (do not ask) and {MaxSeconds} seconds");

        // Resolved in any case, so that an invalid setting is reported even if the source is not asked.
        await using ServiceProvider services = new ServiceCollection()
            .AddLogging()
            .AddPathwaySource(PathwayConfiguration.Load(_source.Overrides(parsed)))
            .BuildServiceProvider();
        ISource source = services.GetRequiredService<ISource>();
        if (seconds == 0)
        {
            return _ => null;
        }

        try
        {
            LogEnds found = await source.FindEndsAsync(TimeSpan.FromSeconds(seconds), cancellationToken);
            return row => row.Source == found.Source && found.Ends.TryGetValue(row.Partition, out Position end) ? end : null;
        }
        catch (Exception e) when (e is SourceUnavailableException
            or InvalidOperationException && !cancellationToken.IsCancellationRequested)
        {
            await ReportOutput.NoteAsync($"The lag is unknown: {e.Message}.");
            return _ => null;
        }
    }
}
