using Microsoft.Extensions.Options;

namespace PathwayOrleans.Storage.Configuration;

/// <summary>Checks <see cref="DatabaseOptions"/> when the process starts.</summary>
internal sealed class DatabaseOptionsValidator : IValidateOptions<DatabaseOptions>
{
    public ValidateOptionsResult Validate(string? name, DatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        if (ServiceId.Problem(options.ServiceId) is { } badServiceId)
        {
            problems.Add(badServiceId);
        }

        if (PostgresAddress.Problem(options.ConnectionString) is { } badAddress)
        {
            problems.Add($"{DatabaseOptions.Section}:{nameof(options.ConnectionString)} {badAddress}");
        }

        if (options.CommandTimeout < TimeSpan.FromSeconds(1) || options.CommandTimeout > TimeSpan.FromHours(1))
        {
            problems.Add(
                $"{DatabaseOptions.Section}:{nameof(options.CommandTimeout)} is {options.CommandTimeout}; " +
                "it must be between 00:00:01 and 01:00:00.");
        }

        if (options.MaxRetryDelay < TimeSpan.FromMilliseconds(100) || options.MaxRetryDelay > TimeSpan.FromMinutes(5))
        {
            problems.Add(
                $"{DatabaseOptions.Section}:{nameof(options.MaxRetryDelay)} is {options.MaxRetryDelay}; " +
                "it must be between 00:00:00.1 and 00:05:00.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
