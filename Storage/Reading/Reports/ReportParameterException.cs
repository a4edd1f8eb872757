namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>A parameter of a report is invalid or missing.</summary>
/// <param name="parameter">The parameter's name in the API; the command has an option of the same name.</param>
/// <param name="value">Its value; null if it is missing.</param>
/// <param name="remedy">The valid values, as the end of a sentence.</param>
public class ReportParameterException(string parameter, string? value, string remedy)
    : Exception(Describe(parameter, value, remedy))
{
    public string Parameter { get; } = parameter;

    public string? Value { get; } = value;

    public string Remedy { get; } = remedy;

    /// <summary>The message with another name of the parameter.</summary>
    public string MessageFor(string name) => Describe(name, Value, Remedy);

    private static string Describe(string name, string? value, string remedy) =>
        value is null ? $"{name} is missing; {remedy}." : $"{name} is '{value}'; {remedy}.";
}
