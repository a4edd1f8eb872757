using PathwayOrleans.Storage.Reading.Definitions;
using PathwayOrleans.Storage.Reading.Queries;
using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Reading.Views;

/// <summary>Which windows of a view a report has.</summary>
/// <param name="From">The lowest start, inclusive; null: no bound.</param>
/// <param name="To">The highest start, exclusive; null: no bound.</param>
/// <param name="State">Only open or closed windows, or both.</param>
internal sealed record ViewRange(DateTimeOffset? From, DateTimeOffset? To, WindowState State)
{
    /// <summary>All windows.</summary>
    internal static ViewRange All { get; } = new(null, null, WindowState.All);

    private const string FromParameter = "from";
    private const string ToParameter = "to";
    private const string StateParameter = "state";

    /// <summary>The range of a request.</summary>
    /// <exception cref="ReportParameterException">A value is invalid, or the view has no windows.</exception>
    internal static ViewRange Read(ViewDescription view, ReportValues values)
    {
        string? given = Array.Find([FromParameter, ToParameter, StateParameter], name => values.Text(name) is not null);
        return view.Windowed || given is null
            ? new ViewRange(
                Time(FromParameter, values), Time(ToParameter, values), values.Choice(StateParameter, WindowState.All))
            : throw new ReportParameterException(
                given, values.Text(given)!, $"the view '{view.Name}' has no windows; leave it out");
    }

    /// <summary>Conditions on the alias <c>v</c>.</summary>
    internal Sql Conditions(ViewDescription view) => view.Windowed
        ? $"{Sql.If(From, from => $" AND {Sql.Text(view.WindowStart.Sql)} >= {from}")}" +
            $"{Sql.If(To, to => $" AND {Sql.Text(view.WindowStart.Sql)} < {to}")}{InState}"
        : Sql.Empty;

    private Sql InState => State switch
    {
        WindowState.Open => Sql.Text(" AND NOT v.closed"),
        WindowState.Closed => Sql.Text(" AND v.closed"),
        _ => Sql.Empty,
    };

    private static DateTimeOffset? Time(string parameter, ReportValues values)
    {
        if (ReportTime.Parse(parameter, values.Text(parameter)) is not { } time)
        {
            return null;
        }

        return time >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds()
            && time <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(time)
            : throw new ReportParameterException(parameter, values.Text(parameter)!, "it must be between the years 1 and 9999");
    }
}
