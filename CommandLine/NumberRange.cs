using System.CommandLine.Parsing;
using System.Globalization;

namespace PathwayOrleans.CommandLine;

/// <summary>Checks values from the command line.</summary>
public static class NumberRange
{
    /// <summary>
    /// Adds a parse error for a number outside its bounds. A token that is not a number is reported by the parser itself.
    /// </summary>
    /// <param name="result">The option or argument.</param>
    /// <param name="name">Its name in the error.</param>
    /// <param name="low">The lowest allowed value.</param>
    /// <param name="high">The highest allowed value.</param>
    public static void Check(SymbolResult result, string name, double low, double high)
    {
        ArgumentNullException.ThrowIfNull(result);
        if (result.Tokens is [var token] && double.TryParse(token.Value, CultureInfo.InvariantCulture, out double given)
            && !(given >= low && given <= high))
        {
            result.AddError(FormattableString.Invariant($"{name} is {given}; it must be between {low} and {high}."));
        }
    }

    /// <summary>Throws if a value is not valid.</summary>
    /// <param name="isValid">Whether it is.</param>
    /// <param name="name">The option's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="requirement">Ends the sentence "it must be …".</param>
    /// <exception cref="CommandFailedException">It is not valid; the message has name, value and requirement.</exception>
    public static void Require(bool isValid, string name, object value, string requirement)
    {
        if (!isValid)
        {
            throw new CommandFailedException(FormattableString.Invariant($"{name} is {value}; it must be {requirement}."));
        }
    }
}
