using PathwayOrleans.Storage.Reading.Queries;

namespace PathwayOrleans.Storage.Reading.Definitions;

/// <summary>
/// A report: the one description from which the command, the HTTP request with its documentation, and the answer of the grains
/// are made. Besides its own parameters it has a limit and, if it is paged, the cursor <c>after</c>.
/// </summary>
/// <param name="Name">Its name.</param>
/// <param name="Help">What it shows, in sentences.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="OpenAsync">
/// Prepares it for the values of the parameters; throws a <see cref="Reports.ReportParameterException"/> if one is invalid.
/// </param>
public sealed record ReportDefinition(
    string Name,
    string Help,
    IReadOnlyList<ReportParameter> Parameters,
    Func<IQueries, ReportValues, CancellationToken, Task<OpenReport>> OpenAsync)
{
    /// <summary>The name of the parameter with the maximum number of rows.</summary>
    public const string Limit = "limit";

    /// <summary>The name of the parameter with the cursor of a page.</summary>
    public const string After = "after";

    private const int DefaultRows = 100;

    /// <summary>The types of its rows, for documentation; empty if the rows have the columns of a view.</summary>
    public IReadOnlyList<Type> RowTypes { get; init; } = [];

    /// <summary>The number of rows that the command shows if none is given.</summary>
    public int DefaultLimit { get; init; } = DefaultRows;

    /// <summary>What the limit limits.</summary>
    public string LimitHelp { get; init; } = "Maximum number of rows";

    /// <summary>Whether the maximum number of rows can be chosen.</summary>
    public bool HasLimit { get; init; } = true;

    /// <summary>Whether it continues after a cursor.</summary>
    public bool IsPaged { get; init; } = true;

    /// <summary>The report that has the same name if the request names a materialized view.</summary>
    public ReportDefinition? OfView { get; init; }

    /// <summary>The names of the parameters that choose a page.</summary>
    internal IEnumerable<string> OfPages
    {
        get
        {
            if (HasLimit)
            {
                yield return Limit;
            }

            if (IsPaged)
            {
                yield return After;
            }
        }
    }
}
