using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Reading.Definitions;

/// <summary>A report with the values of its parameters.</summary>
/// <param name="Columns">Its columns.</param>
/// <param name="ReadAsync">Reads a page. A row serializes to its JSON.</param>
public sealed record OpenReport(
    IReadOnlyList<ReportColumn> Columns, Func<PageRequest, CancellationToken, Task<ReportPage<object>>> ReadAsync)
{
    /// <summary>
    /// Called if there are no rows: throws if what the parameters name does not exist, so that a typo is not mistaken for no
    /// data.
    /// </summary>
    public Func<CancellationToken, Task>? RequireAsync { get; init; }

    /// <summary>What its JSON has besides the rows.</summary>
    public IReadOnlyDictionary<string, object?> Facts { get; init; } = new Dictionary<string, object?>();

    /// <summary>Notes on the rows, as lines; null: none.</summary>
    public string? Note { get; init; }

    /// <summary>A page as it is serialized.</summary>
    /// <param name="page">The page.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    /// <exception cref="ReportParameterException">The cursor is invalid, or what a parameter names does not exist.</exception>
    public async Task<IReadOnlyDictionary<string, object?>> AnswerAsync(PageRequest page, CancellationToken cancellationToken)
    {
        ReportPage<object> found = await ReadAsync(page, cancellationToken);
        if (found.Rows.Count == 0 && RequireAsync is { } require)
        {
            await require(cancellationToken);
        }

        var answer = new Dictionary<string, object?> { ["rows"] = found.Rows, ["next"] = found.Next };
        foreach ((string name, object? value) in Facts)
        {
            answer.Add(name, value);
        }

        return answer;
    }

    internal static OpenReport Of<T>(
        IReadOnlyList<ReportColumn> columns,
        Func<PageRequest, CancellationToken, Task<ReportPage<T>>> read,
        Func<CancellationToken, Task>? require = null)
        where T : class => new(
            columns,
            async (page, token) =>
            {
                ReportPage<T> found = await read(page, token);
                return new ReportPage<object>(found.Rows, found.Next);
            })
        {
            RequireAsync = require,
        };
}
