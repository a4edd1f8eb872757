using System.Collections;

namespace PathwayOrleans.CommandLine;

/// <summary>
/// The words of a command line that set configuration: <c>--Pathway:Kafka:Topic=events</c>. Every command accepts them, at any
/// place before <c>--</c>.
/// </summary>
internal static class ConfigurationWords
{
    private const string Prefix = "--Pathway:";
    private const string EndOfOptions = "--";

    /// <summary>
    /// Removes these words, and sets the environment variables of their keys. Every configuration of this process reads those,
    /// checks the keys, and is overridden by the options of the command.
    /// </summary>
    /// <param name="words">All words of the command line.</param>
    /// <returns>The other words.</returns>
    /// <exception cref="CommandFailedException">A word has no value.</exception>
    internal static IReadOnlyList<string> Take(IReadOnlyList<string> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var others = new List<string>(words.Count);
        foreach (string word in words)
        {
            if (others.Contains(EndOfOptions) || !word.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            {
                others.Add(word);
                continue;
            }

            string[] parts = word[EndOfOptions.Length..].Split('=', 2);
            if (parts.Length < 2)
            {
                throw new CommandFailedException($"{word} has no value; write {word}=VALUE, without blanks around '='.");
            }

            Set(parts[0], parts[1]);
        }

        return others;
    }

    // Keys are equal whatever their case, but the names of environment variables are not.
    private static void Set(string key, string value)
    {
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            if (variable.Key is string name && ToKey(name).Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }

        Environment.SetEnvironmentVariable(key.Replace(":", "__", StringComparison.Ordinal), value);
    }

    private static string ToKey(string variable) => variable.Replace("__", ":", StringComparison.Ordinal);
}
