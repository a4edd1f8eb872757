namespace PathwayOrleans.Silo.Hosting;

/// <summary>
/// Access to the Orleans dashboard, which shows everything and has no user accounts: configuration section
/// <c>Pathway:Dashboard</c>.
/// </summary>
public sealed class DashboardAccessOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pathway:Dashboard";

    /// <summary>Whether this silo serves the dashboard. Default: yes.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>
    /// The address at which it is served, under <c>/dashboard</c>. It must differ from that of the public API. Default:
    /// <c>http://127.0.0.1:8081</c>, which other machines cannot reach (<c>kubectl port-forward</c> can). Port 0 selects a
    /// free port.
    /// </summary>
    public string Url { get; set; } = "http://127.0.0.1:8081";

    /// <summary>
    /// A secret that browsers must send: <c>/dashboard?key=…</c> once, or <c>Authorization: Bearer …</c>. Required if other
    /// machines can reach <see cref="Url"/>, unless <see cref="OpenToAll"/> is set. Default: none.
    /// </summary>
    public string? Key { get; set; }

    /// <summary>Whether the dashboard is open without a key to every machine that can reach it. Default: no.</summary>
    public bool OpenToAll { get; set; }
}
