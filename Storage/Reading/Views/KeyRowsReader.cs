using System.Text.Json;
using PathwayOrleans.Aggregation;
using PathwayOrleans.Storage.Connections;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Reading.Views;

/// <summary>A request for the rows of a key in a view.</summary>
/// <param name="View">The name of the view.</param>
/// <param name="Key">The text of the key (<see cref="CompositeKey"/>).</param>
/// <param name="From">The lowest start of windows, inclusive; null: no bound.</param>
/// <param name="To">The highest start of windows, exclusive; null: no bound.</param>
/// <param name="Limit">The maximum number of windows: the newest ones.</param>
public sealed record KeyRowsRequest(string View, string Key, DateTimeOffset? From, DateTimeOffset? To, int Limit);

/// <summary>The answer to a <see cref="KeyRowsRequest"/>.</summary>
/// <param name="View">The view; null if the request is refused.</param>
/// <param name="Rows">A JSON object per row, in the order of the windows.</param>
/// <param name="Problem">Why the request is refused; null if it is not.</param>
public sealed record KeyRowsAnswer(ViewDescription? View, IReadOnlyList<string> Rows, string? Problem);

/// <summary>
/// Reads the rows of keys for callers that each ask for one key: requests that arrive while a statement runs share the next one
/// of their view. Retries as long as the database is unavailable. Thread-safe.
/// </summary>
/// <param name="session">The connection for reads.</param>
/// <param name="retry">Repeats failed attempts.</param>
public sealed class KeyRowsReader(DatabaseSession session, DatabaseRetry retry)
    : GroupRead<KeyRowsRequest, KeyRowsAnswer>(
        "reading rows of views", (requests, token) => ReadAsync(new SessionQueries(session), requests, token), retry)
{
    private static async Task<KeyRowsAnswer?[]> ReadAsync(
        IQueries queries, IReadOnlyList<KeyRowsRequest> requests, CancellationToken cancellationToken)
    {
        var catalog = new ViewCatalog(queries);
        IReadOnlyList<ViewDescription> views = await catalog.ListAsync(cancellationToken);
        var answers = new KeyRowsAnswer?[requests.Count];
        foreach (IGrouping<(string View, DateTimeOffset?, DateTimeOffset?, int), int> alike in Enumerable
            .Range(0, requests.Count)
            .GroupBy(i => (requests[i].View, requests[i].From, requests[i].To, requests[i].Limit)))
        {
            int[] places = [.. alike];
            KeyRowsRequest first = requests[places[0]];
            ViewDescription? view = views.FirstOrDefault(view => view.Name == first.View);
            string? problem = view is null
                ? $"view is '{first.View}'; {await catalog.DescribeUnknownAsync(first.View, views, cancellationToken)}."
                : ProblemOf(first, view);
            var keys = new List<(int Place, ViewKey Key)>();
            foreach (int place in places)
            {
                string? refusal = problem;
                if (problem is null)
                {
                    (ViewKey? key, refusal) = await KeyOfAsync(queries, view!, requests[place].Key, cancellationToken);
                    if (key is not null)
                    {
                        keys.Add((place, key));
                    }
                }

                answers[place] = new KeyRowsAnswer(refusal is null ? view : null, [], refusal);
            }

            if (keys.Count > 0)
            {
                IReadOnlyList<IReadOnlyList<ViewRow>> rows = await new ViewReader(queries, view!).NewestAsync(
                    [.. keys.Select(key => key.Key)],
                    new ViewRange(first.From, first.To, WindowState.All),
                    first.Limit,
                    cancellationToken);
                for (int i = 0; i < keys.Count; i++)
                {
                    answers[keys[i].Place] = new KeyRowsAnswer(
                        view, [.. rows[i].Select(row => JsonSerializer.Serialize(row, ReportJson.Options))], null);
                }
            }
        }

        return answers;
    }

    private static string? ProblemOf(KeyRowsRequest request, ViewDescription view) =>
        !view.Windowed && (request.From ?? request.To) is not null
            ? $"The view '{request.View}' has no windows; leave out from and to."
            : null;

    private static async Task<(ViewKey? Key, string? Problem)> KeyOfAsync(
        IQueries queries, ViewDescription view, string text, CancellationToken cancellationToken)
    {
        try
        {
            var key = new ViewKey(CompositeKey.Split(text, view.KeyColumns.Count()));
            await key.CheckAsync(queries, view, cancellationToken);
            return (key, null);
        }
        catch (Exception e) when (e is FormatException or ReportParameterException)
        {
            return (null, e.Message);
        }
    }
}
