namespace PathwayOrleans.Silo.Hosting;

/// <summary>
/// This silo's place in its cluster: configuration section <c>Pathway:Silo</c>. In Kubernetes the defaults take the
/// pod's name and address from <c>POD_NAME</c> and <c>POD_IP</c>.
/// </summary>
public sealed class PathwaySiloOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pathway:Silo";

    /// <summary>The silo's name. Default: <c>POD_NAME</c>, else the host's name and the silo's port.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// The IP address at which other silos and clients reach this one; <c>auto</c> takes the one that this host has on
    /// the network of its default route. Default: <c>POD_IP</c>, else 127.0.0.1, which only silos on this machine can
    /// reach.
    /// </summary>
    public string Address { get; set; } = Environment.GetEnvironmentVariable("POD_IP") ?? "127.0.0.1";

    /// <summary>The port for other silos. Default: 11111.</summary>
    public int Port { get; set; } = 11111;

    /// <summary>The port for clients. Default: 30000.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>Silos of one cluster id find each other in the service's database. Default: the service id.</summary>
    public string? ClusterId { get; set; }

    /// <summary>
    /// Whether writes and reads of many users go into few statements. Off, Orleans' own ADO.NET provider does all
    /// the work, a statement per user. Default: on.
    /// </summary>
    public bool GroupCommit { get; set; } = true;

    /// <summary>
    /// How long a silo may take to answer a probe; after three missed ones it is declared dead. Orleans is patient
    /// with itself: it waits up to four times as long where this silo is busy or has heard from the other lately.
    /// Default: 2 seconds.
    /// </summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long the membership table keeps the rows of silos that are dead. A silo that slept or was cut off for
    /// longer no longer finds itself there as dead. Default: 1 day.
    /// </summary>
    public TimeSpan DeadSiloRetention { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The silo's name, given or made.</summary>
    internal string EffectiveName =>
        Name ?? Environment.GetEnvironmentVariable("POD_NAME") ?? FormattableString.Invariant($"{Environment.MachineName}-{Port}");
}
