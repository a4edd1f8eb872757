using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>
/// A log in which entries that a fault multiplies do not repeat: those about one user, and those of categories with a
/// <see cref="Condensation"/>. Of each kind one in a minute is written immediately, and at the end of the minute how many more
/// there were. Categories that are only counted have one line for all of them at the end of the minute.
/// </summary>
[ProviderAlias("Console")]
internal sealed class CondensedLog : ILoggerProvider, ISupportExternalScope
{
    internal static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    private const int MaxKinds = 5;

    private readonly ConcurrentDictionary<string, CondensedLogger> _loggers = new();
    private readonly ILoggerProvider _inner;
    private readonly CondensedCategories _categories;
    private readonly ILogger _summary;
    private readonly ITimer _timer;

    internal CondensedLog(ILoggerProvider inner, TimeProvider time, CondensedCategories categories)
    {
        _inner = inner;
        _categories = categories;
        _summary = inner.CreateLogger(categories.Summary);
        _timer = time.CreateTimer(_ => Flush(), null, Period, Period);
    }

    public ILogger CreateLogger(string categoryName) => _loggers.GetOrAdd(
        categoryName, name => new CondensedLogger(_inner.CreateLogger(name), _categories.Find(name)));

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) =>
        (_inner as ISupportExternalScope)?.SetScopeProvider(scopeProvider);

    public void Dispose()
    {
        _timer.Dispose();
        Flush();
        _inner.Dispose();
    }

    /// <summary>Writes how many entries were not written since the last call. A timer calls it.</summary>
    internal void Flush()
    {
        CondensedKind[] counted =
            [.. _loggers.Values.SelectMany(logger => logger.Flush()).OrderByDescending(kind => kind.Count)];
        if (counted.Length > 0)
        {
            _summary.EntriesCounted(
                counted.Sum(kind => kind.Count),
                string.Join(", ", counted.Take(MaxKinds).Select(kind => $"{kind.Count} {kind.Name}")),
                counted[0].First);
        }
    }
}
