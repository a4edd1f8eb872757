using System.CommandLine;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Cli.Report.Output;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Kafka;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Cli.Report.Progress;

/// <summary>Where the log is that progress is made in, and how long to wait for its brokers.</summary>
internal sealed class BrokerArguments
{
    private const double DefaultSeconds = 3;
    private const double MaxSeconds = 600;

    private readonly Option<string?> _brokers = new("--brokers")
    {
        Description = $"Kafka, host:port[,host:port…]. [{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}]",
        HelpName = "SERVERS",
    };

    private readonly Option<string?> _topic = new("--topic")
    {
        Description = $"The topic. [{KafkaOptions.Section}:{nameof(KafkaOptions.Topic)}]",
        HelpName = "NAME",
    };

    private readonly Option<double> _patience = new("--broker-timeout")
    {
        Description = "Seconds to wait for the brokers, which alone know the lag; where they do not answer it is unknown. 0 = do not ask.",
        DefaultValueFactory = _ => DefaultSeconds,
        HelpName = "SECONDS",
    };

    internal void AddTo(Command command)
    {
        command.Options.Add(_brokers);
        command.Options.Add(_topic);
        command.Options.Add(_patience);
    }

    /// <summary>Where the logs of the partitions end, as far as anybody says.</summary>
    internal async Task<Func<ProgressEntry, Position?>> FindEndsAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        double seconds = parsed.GetValue(_patience);
        if (seconds is not (>= 0 and <= MaxSeconds))
        {
            throw new CommandFailedException($"--broker-timeout is {seconds}; 0 (do not ask) to {MaxSeconds} seconds is right.");
        }

        KafkaOptions options = PathwayConfiguration.Kafka(PathwayConfiguration.Load(
            KeyValuePair.Create($"{KafkaOptions.Section}:{nameof(KafkaOptions.BootstrapServers)}", parsed.GetValue(_brokers)),
            KeyValuePair.Create($"{KafkaOptions.Section}:{nameof(KafkaOptions.Topic)}", parsed.GetValue(_topic))));
        if (seconds == 0)
        {
            return _ => null;
        }

        try
        {
            (string source, IReadOnlyDictionary<int, Position> ends) =
                await KafkaLogEnds.FindAsync(options, TimeSpan.FromSeconds(seconds), cancellationToken);
            return row => row.Source == source && ends.TryGetValue(row.Partition, out Position end) ? end : null;
        }
        catch (Exception e) when (e is SourceUnavailableException or InvalidOperationException && !cancellationToken.IsCancellationRequested)
        {
            await ReportOutput.NoteAsync($"The lag is unknown: {e.Message}.");
            return _ => null;
        }
    }
}
