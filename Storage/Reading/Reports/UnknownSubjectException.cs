namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>A report was asked for of something that there is not.</summary>
/// <param name="parameter">What it is called by, as the API spells it.</param>
/// <param name="value">The name that nobody has.</param>
/// <param name="remedy">Which there are.</param>
public sealed class UnknownSubjectException(string parameter, string value, string remedy) : ReportParameterException(parameter, value, remedy);
