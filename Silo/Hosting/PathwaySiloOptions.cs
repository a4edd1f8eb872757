namespace PathwayOrleans.Silo.Hosting;

/// <summary>
/// The name, addresses and cluster of this silo: configuration section <c>Pathway:Silo</c>. In Kubernetes the defaults are the
/// pod's name and address, from <c>POD_NAME</c> and <c>POD_IP</c>.
/// </summary>
public sealed class PathwaySiloOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pathway:Silo";

    /// <summary>The silo's name. Default: <c>POD_NAME</c>, or the host's name and the silo's port.</summary>
    public string? Name { get; set; }

    /// <summary>
    /// The IP address at which other silos and clients reach this one; <c>auto</c> selects this host's address on the network of
    /// its default route. Default: <c>POD_IP</c>, or 127.0.0.1, which only silos on this machine can reach.
    /// </summary>
    public string Address { get; set; } = Environment.GetEnvironmentVariable("POD_IP") ?? "127.0.0.1";

    /// <summary>The port for other silos. Default: 11111.</summary>
    public int Port { get; set; } = 11111;

    /// <summary>The port for clients. Default: 30000.</summary>
    public int GatewayPort { get; set; } = 30000;

    /// <summary>Silos with the same cluster id find each other in the service's database. Default: the service id.</summary>
    public string? ClusterId { get; set; }

    /// <summary>
    /// Whether the writes and reads of many users are combined into few statements. If off, Orleans' own ADO.NET provider
    /// reads and writes with one statement per user. Default: on.
    /// </summary>
    public bool GroupCommit { get; set; } = true;

    /// <summary>
    /// How long a silo may take to answer a probe. It is declared dead after three missed probes if it has sent nothing for six
    /// times this. A silo whose process has ended is declared dead without probes. Default: 2 seconds.
    /// </summary>
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long the membership table keeps the rows of dead silos. A silo that was suspended or cut off for longer cannot find
    /// out from the table that it was declared dead. Default: 1 day.
    /// </summary>
    public TimeSpan DeadSiloRetention { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The silo's name: the configured one, or the default.</summary>
    internal string EffectiveName =>
        Name
        ?? Environment.GetEnvironmentVariable("POD_NAME")
        ?? FormattableString.Invariant($"{Environment.MachineName}-{Port}");
}
