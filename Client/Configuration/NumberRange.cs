using System.CommandLine.Parsing;
using System.Globalization;

namespace PathwayOrleans.Client.Configuration;

/// <summary>Bounds of a number on the command line.</summary>
internal static class NumberRange
{
    /// <summary>Adds an error for a number that is out of its bounds. What is no number at all is told by whoever converts it.</summary>
    internal static void Check(SymbolResult result, IReadOnlyList<Token> tokens, string name, double least, double most)
    {
        if (tokens is [var token] && double.TryParse(token.Value, CultureInfo.InvariantCulture, out double given) && !(given >= least && given <= most))
        {
            result.AddError(FormattableString.Invariant($"{name} is {given}; {least} to {most} is right."));
        }
    }
}
