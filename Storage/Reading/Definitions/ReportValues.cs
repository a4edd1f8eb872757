using PathwayOrleans.Storage.Reading.Reports;

namespace PathwayOrleans.Storage.Reading.Definitions;

/// <summary>The values of the parameters of a request for a report.</summary>
public sealed class ReportValues
{
    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _given;

    /// <summary>Checks the values that a request gives.</summary>
    /// <param name="report">The report.</param>
    /// <param name="given">The values of each parameter that is given.</param>
    /// <exception cref="ReportParameterException">
    /// A parameter is unknown, so that a misspelt filter is not ignored; or it has no value, or too many; or one is missing.
    /// </exception>
    public ReportValues(ReportDefinition report, IReadOnlyDictionary<string, IReadOnlyList<string>> given)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(given);
        _given = given;
        foreach ((string name, IReadOnlyList<string> values) in given)
        {
            Check(report, name, values);
        }

        if (report.Parameters.FirstOrDefault(
            known => known is { IsRequired: true, IsOfView: false } && All(known.Name) is not [{ Length: > 0 }]) is { } missing)
        {
            throw new ReportParameterException(missing.Name, null, $"it must be given: {missing.Help}".TrimEnd('.'));
        }
    }

    /// <summary>The names of the parameters that are given.</summary>
    internal IEnumerable<string> Names => _given.Keys;

    internal ReportPeriod Period => new(ReportTime.Parse("since", Text("since")), ReportTime.Parse("until", Text("until")));

    internal IReadOnlyList<string> All(string name) => _given.GetValueOrDefault(name, []);

    internal string? Text(string name) => All(name) is [string value, ..] ? value : null;

    internal T Choice<T>(string name, T otherwise)
        where T : struct, Enum => Text(name) is { } text ? ReportChoice.Parse<T>(name, text) : otherwise;

    private static void Check(ReportDefinition report, string name, IReadOnlyList<string> values)
    {
        string text = string.Join(',', values);
        ReportParameter? parameter = report.Parameters.FirstOrDefault(known => known.Matches(name));
        if (parameter is null)
        {
            string known = string.Join(", ", report.Parameters.Where(other => !other.IsPlace).Select(other => other.Name)
                .Concat(report.OfPages));
            throw new ReportParameterException(name, text, $"this report has no such parameter; it must be one of {known}");
        }

        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new ReportParameterException(name, text, "it must not contain U+0000");
        }

        if (values.Count != 1 && (!parameter.IsRepeated || parameter.Name != name))
        {
            throw new ReportParameterException(name, text, "it must be one value");
        }

        if (parameter.Words.Count > 0 && !parameter.Words.Contains(text))
        {
            throw new ReportParameterException(name, text, $"it must be one of {string.Join(", ", parameter.Words)}");
        }

        // What is required and empty is refused as missing.
        if (text.Length == 0 && parameter is { IsRepeated: false, IsRequired: false })
        {
            throw new ReportParameterException(name, text, "it must not be empty; leave the parameter out to get all");
        }
    }
}
