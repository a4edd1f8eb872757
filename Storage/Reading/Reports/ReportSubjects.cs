using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>Tells a report that is empty from one that asked for something that there is not.</summary>
public sealed class ReportSubjects(IQueries queries)
{
    private const int Neighbours = 3;

    /// <summary>Returns where the user has any event; null asks nothing.</summary>
    /// <exception cref="UnknownSubjectException">There is no such user; the message names those whose ids come next.</exception>
    public async Task RequireUserAsync(string? user, CancellationToken cancellationToken)
    {
        if (user is null)
        {
            return;
        }

        Sql sql =
            $"""
            (SELECT e.user_id FROM events AS e WHERE e.user_id >= {user} ORDER BY e.user_id LIMIT {Neighbours})
            UNION ALL
            (SELECT e.user_id FROM events AS e WHERE e.user_id < {user} ORDER BY e.user_id DESC LIMIT {Neighbours})
            """;
        IReadOnlyList<string> near = await queries.ReadAsync(sql, row => row.GetString(0), cancellationToken);
        if (!near.Contains(user))
        {
            throw new UnknownSubjectException("user", user, near.Count == 0 ? "there are no users yet" : $"the users next to it are {Join(near.Order(StringComparer.Ordinal))}");
        }
    }

    /// <summary>Returns where the window is defined or has rows; null asks nothing.</summary>
    /// <exception cref="UnknownSubjectException">There is no such window; the message names those that there are.</exception>
    public async Task RequireWindowAsync(string? window, CancellationToken cancellationToken)
    {
        if (window is null)
        {
            return;
        }

        IReadOnlyList<string> known = await queries.ReadAsync(
            $"SELECT c.window_name FROM window_clocks AS c ORDER BY c.window_name", row => row.GetString(0), cancellationToken);
        if (!known.Contains(window))
        {
            throw new UnknownSubjectException("window", window, known.Count == 0 ? "no windows are defined yet" : $"there are {Join(known)}");
        }
    }

    /// <summary>Returns where there are dead letters of the reason.</summary>
    /// <exception cref="UnknownSubjectException">There are none; the message names the reasons that there are.</exception>
    public async Task RequireReasonAsync(string reason, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> known = await queries.ReadAsync(
            $"SELECT l.reason FROM dead_letters_by_reason AS l ORDER BY l.reason", row => row.GetString(0), cancellationToken);
        if (!known.Contains(reason))
        {
            throw new UnknownSubjectException("reason", reason, known.Count == 0 ? "there are no dead letters" : $"there are {Join(known)}");
        }
    }

    private static string Join(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
