using Superpower;
using Superpower.Model;
using Superpower.Parsers;

namespace PathwayOrleans.Pipelines.Binding;

/// <summary>A path into a JSON value: members and elements, one after the other.</summary>
/// <param name="Steps">The steps from the root; none is the root itself.</param>
internal sealed record JsonPath(IReadOnlyList<JsonPathStep> Steps)
{
    private static readonly TextParser<JsonPathStep> Member =
        Character.EqualTo('.').IgnoreThen(
            Span.Regex("[A-Za-z_\u0080-\uFFFF][A-Za-z0-9_$\u0080-\uFFFF]*").Select(name => name.ToStringValue())
                .Or(QuotedString.CStyle))
            .Select(name => new JsonPathStep(name, 0));

    private static readonly TextParser<JsonPathStep> Element =
        from open in Character.EqualTo('[')
        from index in Span.Regex("[0-9]{1,9}").Select(text => int.Parse(
            text.ToStringValue(), System.Globalization.CultureInfo.InvariantCulture))
        from close in Character.EqualTo(']')
        select new JsonPathStep(null, index);

    private static readonly TextParser<JsonPath> Parser =
        from root in Character.EqualTo('$')
        from steps in Member.Or(Element).Many()
        select new JsonPath(steps);

    /// <summary>Reads a path.</summary>
    /// <param name="text">The text.</param>
    /// <param name="errorOffset">Where in the text an error is.</param>
    /// <returns>The path, or null.</returns>
    internal static JsonPath? Parse(string text, out int errorOffset)
    {
        Result<JsonPath> result = Parser.AtEnd()(new TextSpan(text));
        errorOffset = result.HasValue ? 0 : result.ErrorPosition.Absolute;
        return result.HasValue ? result.Value : null;
    }

    /// <summary>The path of a member of the root.</summary>
    internal static JsonPath OfMember(string name) => new([new JsonPathStep(name, 0)]);

    public override string ToString() => "$" + string.Concat(Steps.Select(step =>
        step.Member is null ? $"[{step.Index}]" : $".\"{step.Member.Replace("\"", "\\\"", StringComparison.Ordinal)}\""));
}

/// <summary>A step of a path.</summary>
/// <param name="Member">The name of a member; null for an element.</param>
/// <param name="Index">The index of an element, from 0.</param>
internal sealed record JsonPathStep(string? Member, int Index);
