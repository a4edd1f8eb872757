namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>A report cannot be asked for like this.</summary>
/// <param name="parameter">What is wrong, as the API spells it; the command has it as an option.</param>
/// <param name="value">What it is.</param>
/// <param name="remedy">What would be right.</param>
public class ReportParameterException(string parameter, string value, string remedy) : Exception($"{parameter} is '{value}'; {remedy}.")
{
    public string Parameter { get; } = parameter;

    public string Value { get; } = value;

    public string Remedy { get; } = remedy;
}
