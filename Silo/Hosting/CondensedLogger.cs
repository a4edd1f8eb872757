using Microsoft.Extensions.Logging;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>The log of one category in a <see cref="CondensedLog"/>. Thread-safe.</summary>
/// <param name="inner">Where entries are written.</param>
/// <param name="isCounted">Whether entries above the level information are only counted.</param>
internal sealed class CondensedLogger(ILogger inner, bool isCounted) : ILogger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(LogLevel Level, EventId Event), CondensedKind> _kinds = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => inner.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        ArgumentNullException.ThrowIfNull(formatter);
        if (!IsEnabled(logLevel))
        {
            return;
        }

        // Below the level warning nothing is written unless the configuration asks for it.
        if (logLevel < LogLevel.Warning || !MustCount(logLevel, eventId, () => formatter(state, exception)))
        {
            // Without stack traces: they are of calls to other silos, and end in the code that sends messages.
            inner.Log(logLevel, eventId, state, null, (entry, _) => $"{formatter(entry, exception)}{Describe(exception)}");
        }
    }

    /// <summary>Writes how many entries of each kind were not written since the last call, and forgets them.</summary>
    /// <returns>If entries are only counted, the kinds instead.</returns>
    internal IReadOnlyCollection<CondensedKind> Flush()
    {
        ((LogLevel Level, EventId Event) Key, CondensedKind Kind)[] kinds;
        lock (_gate)
        {
            kinds = [.. _kinds.Where(kind => kind.Value.Count > 0).Select(kind => (kind.Key, kind.Value))];
            _kinds.Clear();
        }

        if (isCounted)
        {
            return [.. kinds.Select(kind => kind.Kind)];
        }

        foreach (((LogLevel level, EventId id), CondensedKind kind) in kinds)
        {
            inner.Log(level, id, kind, null, static (repeated, _) => FormattableString.Invariant(
                $"{repeated.Count} more entries like this in the last minute: {repeated.First}"));
        }

        return [];
    }

    private static string Describe(Exception? exception) =>
        exception is null ? "" : $" {exception.GetType().Name}: {exception.Message}{Describe(exception.InnerException)}";

    private bool MustCount(LogLevel level, EventId id, Func<string> message)
    {
        lock (_gate)
        {
            bool isFirst = !_kinds.TryGetValue((level, id), out CondensedKind? kind);
            if (isFirst)
            {
                _kinds.Add((level, id), kind = new CondensedKind(id.Name ?? FormattableString.Invariant($"{id.Id}")));
                if (!isCounted)
                {
                    return false;
                }
            }

            // The text is made once for each kind, because most entries are one of thousands.
            if (kind!.Count == 0)
            {
                kind.First = message();
            }

            kind.Count++;
            return true;
        }
    }
}
