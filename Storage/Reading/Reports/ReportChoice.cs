namespace PathwayOrleans.Storage.Reading.Reports;

/// <summary>One of a few words.</summary>
public static class ReportChoice
{
    /// <summary>The words, in lower case.</summary>
    public static string[] Words<T>()
        where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];

    /// <summary>The value that a word means.</summary>
    /// <param name="parameter">What is chosen, for the message.</param>
    /// <param name="text">The word.</param>
    /// <exception cref="ReportParameterException">It is none of them.</exception>
    public static T Parse<T>(string parameter, string text)
        where T : struct, Enum
    {
        int place = Array.IndexOf(Words<T>(), text);
        return place >= 0
            ? Enum.GetValues<T>()[place]
            : throw new ReportParameterException(parameter, text, $"{string.Join(", ", Words<T>())} is right");
    }
}
