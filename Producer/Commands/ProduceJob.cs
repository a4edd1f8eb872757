using System.Globalization;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Producer.Events;
using PathwayOrleans.Producer.Load;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Producer.Commands;

/// <summary>A run of <c>produce</c>.</summary>
internal sealed class ProduceJob(KafkaOptions kafka, double rate, IProduceView view, TimeProvider time)
{
    internal async Task<ProduceResult> GenerateAsync(LoadOptions options, CancellationToken cancellationToken)
    {
        using var generator = new LoadGenerator(kafka, options, rate, time, OnTrouble);
        double seconds = await MeasureAsync(
            options.Events + options.Malformed, () => generator.Acknowledged, () => generator.Run(cancellationToken));
        LoadExpectation expectation = generator.Expectation;
        return new ProduceResult(
            kafka.Topic,
            expectation.Events,
            generator.Acknowledged - expectation.Events,
            expectation.Users.Count(),
            Rounded(seconds),
            PerSecond(generator.Acknowledged, seconds));
    }

    internal async Task<ProduceResult> ReplayAsync(string file, CancellationToken cancellationToken)
    {
        await using Stream lines = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
        using var replayer = new NdjsonReplayer(lines, kafka, rate, time, OnTrouble);
        double seconds = await MeasureAsync(null, () => replayer.Acknowledged, () => replayer.Run(cancellationToken));
        return new ProduceResult(
            kafka.Topic, replayer.Acknowledged, null, null, Rounded(seconds), PerSecond(replayer.Acknowledged, seconds));
    }

    private async Task<double> MeasureAsync(long? total, Func<long> acknowledged, Action work)
    {
        using IDisposable tells = Interrupts.Tell(() => string.Create(
            CultureInfo.InvariantCulture,
            $"The broker acknowledged {acknowledged():N0} messages; those that were in flight may be in the topic too."));
        long start = time.GetTimestamp();
        Task running = Task.Factory.StartNew(
            work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await view.ShowAsync(total, acknowledged, running);
        await running;
        return time.GetElapsedTime(start).TotalSeconds;
    }

    private static void OnTrouble(string message) => Console.Error.WriteLine(message);

    private static double Rounded(double seconds) => Math.Round(seconds, 3);

    private static long PerSecond(long count, double seconds) => seconds > 0 ? (long)(count / seconds) : 0;
}
