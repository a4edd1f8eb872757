namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>Parses parameters whose value is one word of an enumeration.</summary>
public static class ReportChoice
{
    /// <summary>The words, in lower case.</summary>
    public static string[] Words<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];

    /// <summary>Parses a word.</summary>
    /// <param name="parameter">The parameter's name, for the message.</param>
    /// <param name="text">The word.</param>
    /// <exception cref="ReportParameterException">The word is not one of <see cref="Words"/>.</exception>
    public static T Parse<T>(string parameter, string text)
        where T : struct, Enum
    {
        int place = Array.IndexOf(Words<T>(), text);
        return place >= 0
            ? Enum.GetValues<T>()[place]
            : throw new ReportParameterException(parameter, text, $"it must be one of {string.Join(", ", Words<T>())}");
    }
}
