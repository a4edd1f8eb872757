using System.Net;

namespace PathwayOrleans.LocalInfra;

/// <summary>How a <see cref="PrivatePostgres"/> starts. Without a name or a directory it is temporary.</summary>
public sealed record PrivatePostgresOptions
{
    /// <summary>
    /// Keeps the cluster under <see cref="PathwayHome.Folder"/> and reuses it next time. While another living
    /// process has the cluster of that name, the next one of the same name is used ("demo", "demo-2", ...), so
    /// that two demos at the same time do not meet. Lower case letters, digits and dashes. Not with
    /// <see cref="Directory"/>.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// Keeps the cluster in this folder and reuses it next time; a living process that has it already is an
    /// error. When we are root, the user <c>postgres</c> must be able to reach it. Not with <see cref="Name"/>.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>The port on 127.0.0.1; 0 picks a free one.</summary>
    public int Port { get; init; }

    /// <summary>Connections that the server admits.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>
    /// False spares the disk (no fsync, no full pages in the log): data then survives crashes of the server, but
    /// not of the machine. For tests.
    /// </summary>
    public bool Durable { get; init; } = true;

    /// <summary>More server settings, as in postgresql.conf; they win over those that the other options imply.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>How long a start may take, recovery included.</summary>
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromSeconds(60);

    internal void Validate()
    {
        if (Name is not null && Directory is not null)
        {
            throw new ArgumentException($"A cluster has a name ('{Name}') or a directory ('{Directory}'), not both.", nameof(Name));
        }

        if (Name is not null && (Name.Length == 0 || !Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')))
        {
            throw new ArgumentException($"The cluster name '{Name}' must be lower case letters, digits and dashes.", nameof(Name));
        }

        if (Port is < IPEndPoint.MinPort or > IPEndPoint.MaxPort)
        {
            throw new ArgumentOutOfRangeException(nameof(Port), Port, "The port must be from 1 to 65535, or 0 for a free one.");
        }

        if (MaxConnections < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(MaxConnections), MaxConnections, "The server must admit at least 1 connection.");
        }
    }
}
