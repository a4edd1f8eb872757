using Microsoft.Extensions.Options;

namespace PathwayOrleans.HttpApi;

/// <summary>Checks <see cref="HttpOptions"/> when the process starts.</summary>
internal sealed class HttpOptionsValidator : IValidateOptions<HttpOptions>
{
    public ValidateOptionsResult Validate(string? name, HttpOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Uri.TryCreate(options.Url, UriKind.Absolute, out Uri? url) && url.Scheme is "http"
            && url.PathAndQuery == "/" && url.Fragment.Length == 0 && url.UserInfo.Length == 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                $"{HttpOptions.Section}:{nameof(options.Url)} is '{options.Url}'; " +
                "it must be http://ADDRESS:PORT, for instance http://127.0.0.1:8080.");
    }
}
