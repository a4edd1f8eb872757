using System.Net;
using Microsoft.Extensions.Options;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>Checks <see cref="DashboardAccessOptions"/> when the process starts.</summary>
public sealed class DashboardAccessOptionsValidator : IValidateOptions<DashboardAccessOptions>
{
    private const int MinKeyLength = 16;

    public ValidateOptionsResult Validate(string? name, DashboardAccessOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.Enabled)
        {
            return ValidateOptionsResult.Success;
        }

        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out Uri? url) || url.Scheme is not "http" || url.PathAndQuery != "/")
        {
            return ValidateOptionsResult.Fail(
                $"{DashboardAccessOptions.Section}:{nameof(options.Url)} is '{options.Url}'; " +
                "it must be http://ADDRESS:PORT, for instance http://127.0.0.1:8081.");
        }

        if (options.Key is { Length: < MinKeyLength })
        {
            // The message does not contain the key, because it is written to the log.
            return ValidateOptionsResult.Fail(
                $"{DashboardAccessOptions.Section}:{nameof(options.Key)} has {options.Key.Length} characters; " +
                $"it must have at least {MinKeyLength}.");
        }

        return options.Key is not null || options.OpenToAll || IsThisMachine(url)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{DashboardAccessOptions.Section}:{nameof(options.Url)} is '{options.Url}', which other machines can reach. " +
                $"Set {DashboardAccessOptions.Section}:{nameof(options.Key)} to a secret, " +
                $"or {nameof(options.OpenToAll)} to true if they may see the dashboard.");
    }

    private static bool IsThisMachine(Uri url) =>
        url.IsLoopback || (IPAddress.TryParse(url.Host, out IPAddress? address) && IPAddress.IsLoopback(address));
}
