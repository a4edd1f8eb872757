using Microsoft.Extensions.Logging;

namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>How the log treats a category whose entries repeat, once per call or per message.</summary>
/// <param name="From">The lowest level that is condensed. Entries below it are all written.</param>
/// <param name="IsCounted">
/// Whether entries are only counted. Otherwise the first of each kind in a period is written, and the others are counted.
/// </param>
public sealed record Condensation(LogLevel From, bool IsCounted = false);
