using System.Text.Json;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Bench.Batch;

/// <summary>Runs the <c>batch</c> command once as a process.</summary>
internal static class BatchProcess
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly string Command = Path.Combine(AppContext.BaseDirectory, "PathwayOrleans.Cli.dll");

    internal static async Task<BatchMeasurement> RunAsync(
        string file, string databaseUrl, long events, CancellationToken cancellationToken)
    {
        string result = "";
        ChildProcessOptions options = ChildProcessOptions.Dotnet(
            Command, "batch", "--file", file, "--database", databaseUrl, "--json");
        await using ChildProcess batch = ChildProcess.Start(options with
        {
            OnLine = line => result = line.StartsWith('{') ? line : result,

            // As the script ./pathway starts it.
            Environment = new Dictionary<string, string?> { ["DOTNET_TC_QuickJit"] = "1" },
        });
        Task<int> ended = batch.WaitForExitAsync(cancellationToken);
        long peak = 0;
        while (!ended.IsCompleted)
        {
            peak = ProcessMemory.TryPeak(batch.Id) ?? peak;
            await Task.WhenAny(ended, Task.Delay(PollInterval, cancellationToken));
        }

        JsonElement measured = await ended == 0 ? JsonDocument.Parse(result).RootElement : default;
        if (measured.ValueKind != JsonValueKind.Object || measured.GetProperty("applied").GetInt64() != events)
        {
            throw new InvalidOperationException($"The batch did not apply {events} events: {batch.OutputTail}");
        }

        return new BatchMeasurement(events / measured.GetProperty("seconds").GetDouble(), peak);
    }
}
