namespace PathwayOrleans.Silo.Hosting;

/// <summary>
/// Who may see the Orleans dashboard, which shows everything and knows no users: configuration section
/// <c>Pathway:Dashboard</c>.
/// </summary>
public sealed class DashboardAccessOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pathway:Dashboard";

    /// <summary>Whether this silo serves it at all. Default: yes.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The address to serve it at, under <c>/dashboard</c>; never that of the public API. Default:
    /// <c>http://127.0.0.1:8081</c>, which other machines cannot reach (<c>kubectl port-forward</c> can). Port 0
    /// takes a free one.
    /// </summary>
    public string Url { get; set; } = "http://127.0.0.1:8081";

    /// <summary>
    /// A secret that browsers have to bring, as <c>/dashboard?key=…</c> once, or <c>Authorization: Bearer …</c>.
    /// Needed where others can reach <see cref="Url"/>. Default: none.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>Says that everybody who reaches <see cref="Url"/> may see the dashboard without a key. Default: no.</summary>
    public bool OpenToAll { get; set; }
}
