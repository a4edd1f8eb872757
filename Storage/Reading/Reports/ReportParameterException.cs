namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>A parameter of a report is invalid.</summary>
/// <param name="parameter">The parameter's name in the API; the command has an option of the same name.</param>
/// <param name="value">Its value.</param>
/// <param name="remedy">The valid values, as the end of a sentence.</param>
public class ReportParameterException(string parameter, string value, string remedy)
    : Exception($"{parameter} is '{value}'; {remedy}.")
{
    public string Parameter { get; } = parameter;

    public string Value { get; } = value;

    public string Remedy { get; } = remedy;
}
