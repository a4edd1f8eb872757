using Microsoft.Extensions.Options;

namespace PathwayOrleans.Monitoring.Http;

/// <summary>Checks <see cref="HttpOptions"/> when the process starts.</summary>
public sealed class HttpOptionsValidator : IValidateOptions<HttpOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Uri.TryCreate(options.Url, UriKind.Absolute, out Uri? url) && url.Scheme is "http"
            && url.PathAndQuery == "/" && url.Fragment.Length == 0 && url.UserInfo.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{HttpOptions.Section}:{nameof(options.Url)} is '{options.Url}'; http://ADDRESS:PORT is right, for instance http://127.0.0.1:8080.");
    }
}
