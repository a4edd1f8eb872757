namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>A report's user, window or reason does not exist.</summary>
/// <param name="parameter">The parameter's name in the API.</param>
/// <param name="value">The unknown name.</param>
/// <param name="remedy">The existing names, as the end of a sentence.</param>
public sealed class UnknownSubjectException(string parameter, string value, string remedy)
    : ReportParameterException(parameter, value, remedy);
