using Microsoft.Extensions.Options;

namespace PathwayOrleans.Engine.Configuration;

/// <summary>Checks <see cref="EngineOptions"/> when the process starts.</summary>
internal sealed class EngineOptionsValidator : IValidateOptions<EngineOptions>
{
    public ValidateOptionsResult Validate(string? name, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        Check(nameof(options.MaxEventsInFlight), options.MaxEventsInFlight, 1_000, 100_000_000);
        Check(nameof(options.MaxUsersPerCommit), options.MaxUsersPerCommit, 100, 200_000);
        Check(nameof(options.MaxUsersInMemory), options.MaxUsersInMemory, 3 * options.MaxUsersPerCommit, 100_000_000);
        Check(nameof(options.MaxWindowRowsPerCommit), options.MaxWindowRowsPerCommit, 1_000, 10_000_000);
        Check(nameof(options.MaxDeadLetterBytes), options.MaxDeadLetterBytes, 2 * 1024 * 1024, 1024 * 1024 * 1024);
        CheckTime(nameof(options.PauseAfter), options.PauseAfter, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        CheckTime(
            nameof(options.HandOverTimeout), options.HandOverTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(4));
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Check(string key, int value, int low, int high)
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
