using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Reading.Definitions;

/// <summary>A parameter of a report: an option of the command, a parameter of the HTTP request.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Help">What it does, as a sentence.</param>
/// <param name="HelpName">What stands for its value in the help of the command.</param>
public sealed record ReportParameter(string Name, string Help, string HelpName)
{
    /// <summary>The value that it has if it is not given.</summary>
    public string? Default { get; init; }

    /// <summary>The only words that it accepts; empty: any text.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether it must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it is an argument of the command and a part of the path of the HTTP request.</summary>
    public bool IsPlace { get; init; }

    /// <summary>
    /// Whether it may be given several times; in HTTP also as <c>NAME.MEMBER</c>. Its values may be empty.
    /// </summary>
    public bool IsRepeated { get; init; }

    /// <summary>
    /// Whether its valid values depend on the view. If it is required, the report of the view refuses a missing value, with the
    /// values that the view has.
    /// </summary>
    internal bool IsOfView { get; init; }

    internal static ReportParameter User { get; } = new("user", "Only this user.", "ID");

    internal static ReportParameter State { get; } = new(
        "state",
        "open, closed or all. A window is closed when the watermark over all partitions has reached its end plus lateness.",
        "STATE")
    {
        Default = "all",
        Words = ReportChoice.Words<WindowState>(),
    };

    internal static ReportParameter View { get; } = new("view", "The materialized view.", "NAME")
    {
        IsPlace = true,
        IsRequired = true,
        IsOfView = true,
    };

    internal static ReportParameter Key { get; } = new(
        "key", "Only this key: a value for each key column, in their order.", "VALUE")
    {
        IsRepeated = true,
        IsOfView = true,
    };

    internal static ReportParameter Column(string name, string help) => new(name, help, "COLUMN")
    {
        IsRequired = true,
        IsOfView = true,
    };

    internal static ReportParameter From { get; } = Time("from", "start, inclusive", "the start of the windows.");

    internal static ReportParameter To { get; } = Time("to", "end, exclusive", "the start of the windows.");

    /// <summary>Whether a name is that of the parameter.</summary>
    internal bool Matches(string name) =>
        name == Name || (IsRepeated && name.StartsWith($"{Name}.", StringComparison.Ordinal));

    /// <summary>The parameters of a period.</summary>
    /// <param name="of">The time that they filter by, as the end of a sentence.</param>
    internal static ReportParameter[] Period(string of) =>
        [Time("since", "start, inclusive", of), Time("until", "end, exclusive", of)];

    private static ReportParameter Time(string name, string what, string of) => new(
        name, $"A date (midnight UTC), ISO-8601 with Z or an offset, or milliseconds since the epoch: {what}, of {of}", "TIME");
}
