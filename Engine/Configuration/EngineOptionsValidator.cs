using Microsoft.Extensions.Options;

namespace PathwayOrleans.Engine.Configuration;

/// <summary>Checks <see cref="EngineOptions"/> when the process starts.</summary>
/// <param name="availableBytes">The managed heap that this process may have.</param>
internal sealed class EngineOptionsValidator(long availableBytes) : IValidateOptions<EngineOptions>
{
    private const int Mebibyte = 1024 * 1024;

    // In a container with a memory limit, the runtime takes 75 % of the limit.
    public EngineOptionsValidator()
        : this(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
    {
    }

    public ValidateOptionsResult Validate(string? name, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        Check(nameof(options.MaxEventsInFlight), options.MaxEventsInFlight, 1_000, 100_000_000);
        Check(nameof(options.MaxUsersPerCommit), options.MaxUsersPerCommit, 100, 200_000);
        Check(nameof(options.MaxUsersInMemory), options.MaxUsersInMemory, 3 * options.MaxUsersPerCommit, 100_000_000);
        Check(nameof(options.MaxWindowRowsPerCommit), options.MaxWindowRowsPerCommit, 1_000, 10_000_000);
        Check(nameof(options.MaxDeadLetterBytes), options.MaxDeadLetterBytes, 2 * 1024 * 1024, 1024 * 1024 * 1024);
        Check(nameof(options.MaxStateBytes), options.MaxStateBytes, 4 * Mebibyte, 1024L * 1024 * Mebibyte);
        Check(nameof(options.MaxCommitBytes), options.MaxCommitBytes, Mebibyte, 256 * Mebibyte);
        Check(nameof(options.MaxBytesInFlight), options.MaxBytesInFlight, Mebibyte, 1024 * Mebibyte);
        CheckTime(nameof(options.PauseAfter), options.PauseAfter, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        CheckTime(
            nameof(options.HandOverTimeout), options.HandOverTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(4));
        if (problems.Count == 0)
        {
            CheckMemory();
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void CheckMemory()
        {
            long needed = MemoryBudget.HeapOf(options);
            if (needed > availableBytes)
            {
                problems.Add(
                    $"{EngineOptions.Section}: the bounds need {needed / Mebibyte} MiB of memory, but this process may use " +
                    $"{availableBytes / Mebibyte} MiB. Raise the memory limit, or lower " +
                    $"{nameof(options.MaxStateBytes)} ({options.MaxStateBytes}), " +
                    $"{nameof(options.MaxCommitBytes)} ({options.MaxCommitBytes}), " +
                    $"{nameof(options.MaxBytesInFlight)} ({options.MaxBytesInFlight}) or " +
                    $"{nameof(options.MaxDeadLetterBytes)} ({options.MaxDeadLetterBytes}).");
            }
        }

        void Check(string key, long value, long low, long high)
        {
            if (value < low || value > high)
            {
                problems.Add($"{EngineOptions.Section}:{key} is {value}; it must be between {low} and {high}.");
            }
        }

        void CheckTime(string key, TimeSpan value, TimeSpan low, TimeSpan high)
        {
            if (value < low || value > high)
            {
                problems.Add($"{EngineOptions.Section}:{key} is {value}; it must be between {low} and {high}.");
            }
        }
    }
}
