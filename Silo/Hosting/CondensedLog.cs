using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>
/// A log in which entries of Orleans do not repeat. Of each kind one in a minute is written, and at the end of the minute how
/// many more there were. When a silo dies, Orleans logs that for each message, call and grain that has to do with it, which are
/// thousands; these are only counted, because the death itself is an entry of <see cref="Membership.ClusterLog"/>.
/// </summary>
[ProviderAlias("Console")]
internal sealed class CondensedLog : ILoggerProvider, ISupportExternalScope
{
    internal static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private const string Orleans = "Orleans";
    private const int MaxKinds = 5;

    // The categories of messages, calls, grains and their directory.
    private static readonly string[] PerCall =
    [
        "Orleans.Grain",
        "Orleans.Messaging",
        "Orleans.Runtime.CallbackData",
        "Orleans.Runtime.Catalog",
        "Orleans.Runtime.GrainCallCancellationManager",
        "Orleans.Runtime.GrainDirectory",
        "Orleans.Runtime.Messaging",
        "Orleans.Runtime.Metadata",
        "Orleans.Streams",
    ];

    private readonly ConcurrentDictionary<string, CondensedLogger> _loggers = new();
    private readonly ILoggerProvider _inner;
    private readonly ILogger _summary;
    private readonly ITimer _timer;

    internal CondensedLog(ILoggerProvider inner, TimeProvider time)
    {
        _inner = inner;
        _summary = inner.CreateLogger(Orleans);
        _timer = time.CreateTimer(_ => Flush(), null, Period, Period);
    }

    public ILogger CreateLogger(string categoryName) => IsOf(categoryName, Orleans)
        ? _loggers.GetOrAdd(categoryName, name => new CondensedLogger(
            _inner.CreateLogger(name), isCounted: Array.Exists(PerCall, category => IsOf(name, category))))
        : _inner.CreateLogger(categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) =>
        (_inner as ISupportExternalScope)?.SetScopeProvider(scopeProvider);

    public void Dispose()
    {
        _timer.Dispose();
        Flush();
        _inner.Dispose();
    }

    private static bool IsOf(string category, string parent) =>
        category.StartsWith(parent, StringComparison.Ordinal)
        && (category.Length == parent.Length || category[parent.Length] == '.');

    /// <summary>Writes how many entries were not written since the last call. A timer calls it.</summary>
    internal void Flush()
    {
        CondensedKind[] counted =
            [.. _loggers.Values.SelectMany(logger => logger.Flush()).OrderByDescending(kind => kind.Count)];
        if (counted.Length > 0)
        {
            _summary.MessagesFailed(
                counted.Sum(kind => kind.Count),
                string.Join(", ", counted.Take(MaxKinds).Select(kind => $"{kind.Count} {kind.Name}")),
                counted[0].First);
        }
    }
}
