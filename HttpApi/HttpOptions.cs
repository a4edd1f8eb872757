namespace PathwayOrleans.HttpApi;

/// <summary>Where health and the API are served: configuration section <c>Pathway:Http</c>.</summary>
public sealed class HttpOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pathway:Http";

    /// <summary>
    /// The address to listen on. Default: <c>http://127.0.0.1:8080</c>, which other machines cannot reach;
    /// <c>http://0.0.0.0:8080</c> listens on all interfaces. Port 0 selects a free port.
    /// </summary>
    public string Url { get; set; } = "http://127.0.0.1:8080";
}
