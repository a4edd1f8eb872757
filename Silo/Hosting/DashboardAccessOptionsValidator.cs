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
                $"{DashboardAccessOptions.Section}:{nameof(options.Url)} is '{options.Url}'; http://ADDRESS:PORT is right, for instance http://127.0.0.1:8081.");
        }

        if (options.Key is { Length: < MinKeyLength })
        {
            // Without the key: logs are for everybody.
            return ValidateOptionsResult.Fail(
                $"{DashboardAccessOptions.Section}:{nameof(options.Key)} has {options.Key.Length} characters; {MinKeyLength} or more are right.");
        }

        return options.Key is not null || options.OpenToAll || IsThisMachine(url)
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{DashboardAccessOptions.Section}:{nameof(options.Url)} is '{options.Url}', which other machines may reach. " +
                $"Set {DashboardAccessOptions.Section}:{nameof(options.Key)} to a secret, or {nameof(options.OpenToAll)} to true where everybody may see it.");
    }

    private static bool IsThisMachine(Uri url) =>
        url.IsLoopback || (IPAddress.TryParse(url.Host, out IPAddress? address) && IPAddress.IsLoopback(address));
}
