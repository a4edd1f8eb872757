using System.Net;

namespace PathwayOrleans.LocalInfra;

/// <summary>The options of a <see cref="PrivatePostgres"/>. Without a name and a directory it is temporary.</summary>
public sealed record PrivatePostgresOptions
{
    /// <summary>
    /// Keeps the cluster under <see cref="PathwayHome.Folder"/> and reuses it next time. While another process uses the cluster
    /// of that name, a numbered one is used ("demo", "demo-2", ...), so that two demos can run at the same time. Lower case
    /// letters, digits and dashes. Cannot be combined with <see cref="Directory"/>.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// Keeps the cluster in this folder and reuses it next time. It is an error if another process uses it. Under root, the user
    /// <c>postgres</c> must be able to access it. Cannot be combined with <see cref="Name"/>.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>The port on 127.0.0.1; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>The maximum number of connections.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>
    /// False reduces disk writes (no fsync, no full pages in the log): data then survive a crash of the server, but not of the
    /// machine. For tests.
    /// </summary>
    public bool Durable { get; init; } = true;

    /// <summary>Additional server settings as in postgresql.conf; they override those of the other options.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>The maximum time of a start, including recovery.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    internal void Validate()
    {
        if (Name is not null && Directory is not null)
        {
            throw new ArgumentException(
                $"The name ('{Name}') and the directory ('{Directory}') cannot be combined.", nameof(Name));
        }

        if (Name is not null
            && (Name.Length == 0 || !Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
        {
            throw new ArgumentException(
                $"The cluster name is '{Name}'; it must consist of lower case letters, digits and dashes.", nameof(Name));
        }

        if (Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            throw new ArgumentOutOfRangeException(
                nameof(Port), Port, "The port must be between 1 and 65535, or 0 for a free one.");
        }

        if (MaxConnections < 1)
        {
            throw new ArgumentOutOfRangeException(
                nameof(MaxConnections), MaxConnections, "The number of connections must be at least 1.");
        }
    }
}
