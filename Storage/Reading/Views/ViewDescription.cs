using System.Text.Json.Serialization;
using PathwayOrleans.Storage.Reading.Reports;
using PathwayOrleans.Storage.Views;

namespace PathwayOrleans.Storage.Reading.Views;

/// <summary>A materialized view of a service, as its database describes it.</summary>
/// <param name="Name">Its name, which is that of its table.</param>
/// <param name="Windowed">Whether it has a row per key and window, and not one per key.</param>
/// <param name="Key">Its key columns, in the order of the primary key.</param>
/// <param name="Columns">Its columns, in the order of the select list.</param>
/// <param name="Since">Since when it counts; null if it has every event of the service.</param>
/// <param name="State">
/// <c>written</c>, <c>dropped</c> (no part of the pipeline any more) or <c>emptied</c> (the service was reset).
/// </param>
/// <param name="Sql">Its statement.</param>
public sealed record ViewDescription(
    string Name,
    bool Windowed,
    IReadOnlyList<string> Key,
    IReadOnlyList<ViewColumnDescription> Columns,
    DateTimeOffset? Since,
    string State,
    string Sql)
{
    /// <summary>Its number, which no other view of the service ever gets; 0 for the built-in view.</summary>
    internal int Number { get; init; }

    /// <summary>The columns of the primary key.</summary>
    internal IReadOnlyList<ViewColumnDescription> Identity { get; init; } = [];

    /// <summary>The names of the columns of the primary key.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> PrimaryKey => [.. Identity.Select(column => column.Name)];

    /// <summary>What its rows are read from: for windows the companion view with the column closed.</summary>
    internal string Relation => PgText.Name(Windowed ? ViewTableSql.StatusName(Name) : Name);

    /// <summary>What the JSON of each of its reports has.</summary>
    [JsonIgnore]
    public IReadOnlyDictionary<string, object?> Facts => new Dictionary<string, object?>
    {
        ["view"] = Name,
        ["since"] = Since,
        ["state"] = State,
    };

    /// <summary>Since when it counts, as a line.</summary>
    internal string Counted =>
        (Since is { } since
            ? $"{Name} counts since {PipelineComparison.Time(since)}; events that were durable before are not in it"
            : $"{Name} counts every event of the service")
        + (State == "written" ? "." : $"; it is {State} and written no more.");

    internal IEnumerable<ViewColumnDescription> KeyColumns => Columns.Where(column => column.Role == ViewColumnDescription.Key)
        .OrderBy(column => Key.ToList().IndexOf(column.Name));

    internal ViewColumnDescription WindowStart => Columns.First(column => column.Role == ViewColumnDescription.Start);

    internal ViewColumnDescription WindowEnd => Columns.First(column => column.Role == ViewColumnDescription.End);

    internal IEnumerable<ViewColumnDescription> Values => Columns.Where(column => column.Role == ViewColumnDescription.Value);

    /// <summary>Finds a column.</summary>
    /// <param name="parameter">The parameter with its name.</param>
    /// <param name="name">Its name; null or empty if the parameter is missing.</param>
    /// <param name="isNumber">Whether only columns with numbers are meant.</param>
    /// <exception cref="ReportParameterException">
    /// There is none; the message has the nearest one, or the columns if there is no name.
    /// </exception>
    internal ViewColumnDescription Column(string parameter, string? name, bool isNumber = false)
    {
        IEnumerable<string> names = Columns.Where(column => !isNumber || column.IsNumber).Select(column => column.Name);
        string kind = isNumber ? " with numbers" : "";
        return string.IsNullOrEmpty(name)
            ? throw new ReportParameterException(
                parameter, null, $"it must be a column of the view '{Name}'{kind}: one of {ReportSubjects.Join(names)}")
            : Columns.FirstOrDefault(column => column.Name == name) ?? throw new ReportParameterException(
                parameter, name, $"the view '{Name}' has no such column; {ReportSubjects.Suggest(name, names)}");
    }
}

/// <summary>A column of a materialized view.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type, as Postgres writes it.</param>
/// <param name="Role"><c>key</c>, <c>window_start</c>, <c>window_end</c> or <c>value</c>.</param>
/// <param name="Total">The aggregate that combines the values of several rows into that of all of them; null: none does.</param>
public sealed record ViewColumnDescription(string Name, string Type, string Role, string? Total)
{
    internal const string Key = "key";
    internal const string Start = "window_start";
    internal const string End = "window_end";
    internal const string Value = "value";

    internal bool IsNumber => Type is "integer" or "bigint" or "real" or "double precision" or "numeric";

    /// <summary>The column of the alias <c>v</c>. Texts are compared by code points, as the pipeline compares them.</summary>
    internal string Sql => $"v.{PgText.Name(Name)}{(Type == "text" && Role == Value ? " COLLATE \"C\"" : "")}";

    /// <summary>The column of the alias <c>v</c> as text that does not depend on settings of the session.</summary>
    internal string Cell => TextOf($"v.{PgText.Name(Name)}", Type);

    /// <summary>The total of the column as text.</summary>
    internal string TotalCell => TextOf($"{Total}({Sql})", Type);

    internal static string TextOf(string value, string type) => type switch
    {
        "timestamp with time zone" =>
            $"CASE WHEN isfinite({value}) THEN (to_json({value} AT TIME ZONE 'UTC') #>> '{{}}') || 'Z' ELSE ({value})::text END",
        "date" => $"(to_json({value}) #>> '{{}}')",
        _ => $"({value})::text",
    };
}
