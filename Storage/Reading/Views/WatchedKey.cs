using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Storage.Reading.Views;

/// <summary>A key of a view whose rows are read again and again.</summary>
/// <param name="View">The view.</param>
/// <param name="Key">The key.</param>
public sealed record WatchedKey(ViewDescription View, ViewKey Key)
{
    /// <summary>The number of windows of a key that are watched: the newest ones.</summary>
    public const int MaxWindows = 100;

    /// <summary>The key of a request for <see cref="ViewReports.Changes"/>.</summary>
    /// <param name="queries">Where statements run.</param>
    /// <param name="values">The parameters.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    /// <exception cref="Reports.ReportParameterException">There is no such view, or the key is not one of it.</exception>
    public static async Task<WatchedKey> ReadAsync(
        IQueries queries, ReportValues values, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(values);
        ViewDescription view = await new ViewCatalog(queries).RequireAsync("view", values.Text("view")!, cancellationToken);
        return new WatchedKey(view, await ViewKey.RequireAsync(queries, view, values, cancellationToken));
    }

    /// <summary>The rows of several keys of a view, with one statement: of windows the newest, in their order.</summary>
    /// <param name="queries">Where the statement runs.</param>
    /// <param name="view">The view.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    /// <returns>The rows of each key, in the order of the keys.</returns>
    public static Task<IReadOnlyList<IReadOnlyList<ViewRow>>> ReadRowsAsync(
        IQueries queries, ViewDescription view, IReadOnlyList<ViewKey> keys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return new ViewReader(queries, view).NewestAsync(keys, ViewRange.All, MaxWindows, cancellationToken);
    }
}
