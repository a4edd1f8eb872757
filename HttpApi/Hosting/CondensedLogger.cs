using Microsoft.Extensions.Logging;

namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>The log of one category in a <see cref="CondensedLog"/>. Thread-safe.</summary>
/// <param name="inner">Where entries are written.</param>
/// <param name="condensation">How the category is condensed; null if only its entries about one user are.</param>
internal sealed class CondensedLogger(ILogger inner, Condensation? condensation) : ILogger
{
    // A message with this value is about one user, and a fault concerns many.
    private const string User = "UserId";

    private readonly Lock _gate = new();
    private readonly Dictionary<(LogLevel Level, EventId Event, Type? Error), CondensedKind> _kinds = [];

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

        if (MustCondense(logLevel, state)
            && MustCount((logLevel, eventId, exception?.GetType()), () => formatter(state, exception)))
        {
            return;
        }

        if (condensation is null)
        {
            inner.Log(logLevel, eventId, state, exception, formatter);
        }
        else
        {
            // Without stack traces: they are of calls to other silos, and end in the code that sends messages.
            inner.Log(logLevel, eventId, state, null, (entry, _) => $"{formatter(entry, exception)}{Describe(exception)}");
        }
    }

    /// <summary>Writes how many entries of each kind were not written since the last call, and forgets them.</summary>
    /// <returns>If entries are only counted, the kinds instead.</returns>
    internal IReadOnlyCollection<CondensedKind> Flush()
    {
        (LogLevel Level, EventId Event, CondensedKind Kind)[] kinds;
        lock (_gate)
        {
            kinds = [.. _kinds.Where(kind => kind.Value.Count > 0).Select(kind => (kind.Key.Level, kind.Key.Event, kind.Value))];
            _kinds.Clear();
        }

        if (condensation is { IsCounted: true })
        {
            return [.. kinds.Select(kind => kind.Kind)];
        }

        foreach ((LogLevel level, EventId id, CondensedKind kind) in kinds)
        {
            inner.Log(level, id, kind, null, static (repeated, _) => FormattableString.Invariant(
                $"{repeated.Count} more entries like this in the last minute: {repeated.First}"));
        }

        return [];
    }

    private static string Describe(Exception? exception) =>
        exception is null ? "" : $" {exception.GetType().Name}: {exception.Message}{Describe(exception.InnerException)}";

    private bool MustCondense<TState>(LogLevel level, TState state) => condensation is { } category
        ? level >= category.From
        : level >= LogLevel.Information
            && state is IEnumerable<KeyValuePair<string, object?>> values && values.Any(value => value.Key == User);

    private bool MustCount((LogLevel Level, EventId Event, Type? Error) key, Func<string> message)
    {
        bool isCounted = condensation is { IsCounted: true };
        if (isCounted)
        {
            key.Error = null;
        }

        lock (_gate)
        {
            if (!_kinds.TryGetValue(key, out CondensedKind? kind))
            {
                kind = new CondensedKind(key.Event.Name ?? FormattableString.Invariant($"{key.Event.Id}"));
                _kinds.Add(key, kind);
                if (!isCounted)
                {
                    return false;
                }
            }

            // The text is made once for each kind, because most entries are one of thousands.
            if (kind.Count == 0)
            {
                kind.First = message();
            }

            kind.Count++;
            return true;
        }
    }
}
