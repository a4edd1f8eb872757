using System.Globalization;

namespace PathwayOrleans.Cli.Demo.Workers;

/// <summary>How a worker process is started, and where it answers.</summary>
internal sealed record WorkerPlan
{
    internal required string Dll { get; init; }

    internal IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables to set in addition to ours; null removes one.</summary>
    internal required IReadOnlyDictionary<string, string?> Environment { get; init; }

    /// <summary>Its HTTP API.</summary>
    internal required Uri Url { get; init; }

    /// <summary>Its dashboard; null where it has none.</summary>
    internal Uri? Dashboard { get; init; }

    /// <summary>The ports that it listens on, in an order that its kind knows.</summary>
    internal required IReadOnlyList<int> Ports { get; init; }

    /// <summary>An address on this machine.</summary>
    internal static Uri Local(int port, string path = "") => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/{path}"));
}
