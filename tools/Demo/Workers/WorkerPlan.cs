using System.Globalization;

namespace PathwayOrleans.Demo.Workers;

/// <summary>The command and the addresses of a worker process.</summary>
internal sealed record WorkerPlan
{
    internal required string Dll { get; init; }

    internal IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Environment variables in addition to those of this process; null removes one.</summary>
    internal required IReadOnlyDictionary<string, string?> Environment { get; init; }

    /// <summary>The address of its HTTP API.</summary>
    internal required Uri Url { get; init; }

    /// <summary>The address of its dashboard; null if it has none.</summary>
    internal Uri? Dashboard { get; init; }

    /// <summary>The ports that it listens on, in an order that is private to its kind.</summary>
    internal required IReadOnlyList<int> Ports { get; init; }

    /// <summary>An address on this machine.</summary>
    internal static Uri Local(int port, string path = "") =>
        new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/{path}"));
}
