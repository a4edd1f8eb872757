using PathwayOrleans.Pipelines.Diagnostics;
using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>Distinguishes an empty report from a report on a user or reason that does not exist.</summary>
internal sealed class ReportSubjects(IQueries queries)
{
    private const int Neighbours = 3;

    /// <summary>Checks that the pipeline of the service has the view <c>events</c>, which a report is about.</summary>
    /// <exception cref="UnknownSubjectException">It has not; the message lists the views.</exception>
    public async Task RequireBuiltInAsync(string report, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> views = await queries.ReadAsync(
            $"SELECT v.name FROM pipeline_views AS v WHERE EXISTS (SELECT FROM pathway_pipelines) ORDER BY v.number",
            row => row.GetString(0),
            cancellationToken);
        if (views.Count > 0 && !views.Contains("events"))
        {
            throw new UnknownSubjectException(
                "report",
                report,
                "it is about the view 'events' of the built-in pipeline, which this service does not have; ask for the rows of " +
                $"one of its views: {Join(views)}");
        }
    }

    /// <summary>Checks that a user exists; null is not checked.</summary>
    /// <exception cref="UnknownSubjectException">There is no such user; the message has the nearest user ids.</exception>
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
            string remedy = near.Count == 0
                ? "there are no users yet"
                : $"there is no such user; the nearest user ids are {Join(near.Order(StringComparer.Ordinal))}";
            throw new UnknownSubjectException("user", user, remedy);
        }
    }

    /// <summary>Checks that there are dead letters with a reason.</summary>
    /// <exception cref="UnknownSubjectException">There are none; the message lists the reasons.</exception>
    public async Task RequireReasonAsync(string reason, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> known = await queries.ReadAsync(
            $"SELECT l.reason FROM dead_letters_by_reason AS l ORDER BY l.reason", row => row.GetString(0), cancellationToken);
        if (!known.Contains(reason))
        {
            string remedy = known.Count == 0
                ? "there are no dead letters"
                : $"there are no dead letters with this reason; it must be one of {Join(known)}";
            throw new UnknownSubjectException("reason", reason, remedy);
        }
    }

    /// <summary>What a name may have meant, as the end of a sentence: the nearest known one, or all of them.</summary>
    internal static string Suggest(string name, IEnumerable<string> known)
    {
        string[] names = [.. known];
        return NearestName.Find(name, names) is { } nearest ? $"the nearest is '{nearest}'"
            : names.Length == 0 ? "there are none yet"
            : $"it must be one of {Join(names)}";
    }

    internal static string Join(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"'{name}'"));
}
