using Npgsql;
using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Reading.Views;

/// <summary>A key of a view: a value for each key column, as text that Postgres converts.</summary>
/// <param name="Values">The values, in the order of the key columns.</param>
public sealed record ViewKey(IReadOnlyList<string> Values)
{
    /// <summary>The name of the parameter.</summary>
    public const string Parameter = "key";

    /// <summary>What the name of a parameter begins with that names its key column.</summary>
    public const string NamedPrefix = "key.";

    // Values that Postgres cannot convert to a type (class 22: data exception).
    private const string DataException = "22";

    /// <summary>Keys are equal if their texts are.</summary>
    public bool Equals(ViewKey? other) => other is not null && Values.SequenceEqual(other.Values);

    public override int GetHashCode() => Values.Aggregate(0, HashCode.Combine);

    /// <summary>The key of a request; null if it has none.</summary>
    /// <param name="queries">Where statements run.</param>
    /// <param name="view">The view.</param>
    /// <param name="values">The parameters.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    /// <exception cref="ReportParameterException">
    /// A value is missing, is one too many, is given twice, or has another type.
    /// </exception>
    internal static async Task<ViewKey?> ReadAsync(
        IQueries queries, ViewDescription view, ReportValues values, CancellationToken cancellationToken)
    {
        string[] given = [.. values.All(Parameter)];
        string[] named = [.. values.Names.Where(name => name.StartsWith(NamedPrefix, StringComparison.Ordinal))];
        if (named.Length > 0)
        {
            given = given.Length == 0 ? Named(view, named, values) : throw new ReportParameterException(
                named[0],
                values.Text(named[0])!,
                $"the key is also given as {string.Join('&', given.Select(value => $"{Parameter}={value}"))}; use one of the " +
                "two forms");
        }

        if (given.Length == 0)
        {
            return null;
        }

        if (given.Length != view.Key.Count)
        {
            throw new ReportParameterException(Parameter, string.Join(", ", given), Needed(view));
        }

        var key = new ViewKey(given);
        await key.CheckAsync(queries, view, cancellationToken);
        return key;
    }

    /// <summary>The key of a request that must have one.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    internal static async Task<ViewKey> RequireAsync(
        IQueries queries, ViewDescription view, ReportValues values, CancellationToken cancellationToken) =>
        await ReadAsync(queries, view, values, cancellationToken)
        ?? throw new ReportParameterException(Parameter, null, Needed(view));

    /// <summary>Checks that its values have the types of the key columns.</summary>
    /// <exception cref="ReportParameterException">A value has another type.</exception>
    internal async Task CheckAsync(IQueries queries, ViewDescription view, CancellationToken cancellationToken)
    {
        foreach ((ViewColumnDescription column, string value) in view.KeyColumns.Zip(Values))
        {
            await CheckAsync(queries, column, value, cancellationToken);
        }
    }

    private static string[] Named(ViewDescription view, string[] named, ReportValues values)
    {
        string? other = named.FirstOrDefault(name => !view.Key.Contains(name[NamedPrefix.Length..]));
        string? missing = view.Key.FirstOrDefault(name => !named.Contains(NamedPrefix + name));
        return other is not null ? throw new ReportParameterException(other, values.Text(other)!, Needed(view))
            : missing is not null ? throw new ReportParameterException(NamedPrefix + missing, null, Needed(view))
            : [.. view.Key.Select(name => values.Text(NamedPrefix + name)!)];
    }

    private static string Needed(ViewDescription view) =>
        $"the key of the view '{view.Name}' is {string.Join(", ", view.KeyColumns.Select(Describe))}; give " +
        (view.Key.Count == 1 ? "one value" : "a value for each of them, in this order");

    private static string Describe(ViewColumnDescription column) => $"{column.Name} ({column.Type})";

    // A statement per value, so that an error says which one it is.
    private static async Task CheckAsync(
        IQueries queries, ViewColumnDescription column, string value, CancellationToken cancellationToken)
    {
        if (column.Type == "text")
        {
            return;
        }

        try
        {
            await queries.ReadAsync(
                $"SELECT {value}::{Sql.Text(column.Type)} IS NULL", row => row.GetBoolean(0), cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState.StartsWith(DataException, StringComparison.Ordinal))
        {
            throw new ReportParameterException(
                Parameter, value, $"the key column {column.Name} has the type {column.Type} ({e.MessageText})");
        }
    }
}
