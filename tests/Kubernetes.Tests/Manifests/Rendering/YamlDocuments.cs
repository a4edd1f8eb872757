using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

/// <summary>
/// Converts YAML to JSON without ambiguity: a quoted value is a string, a plain value has the type that every version of YAML
/// gives it, and values with different types (<c>yes</c>, <c>010</c>, <c>1:30</c>) are rejected.
/// </summary>
internal static partial class YamlDocuments
{
    /// <summary>The documents of a stream without empty ones.</summary>
    /// <exception cref="FormatException">A value is ambiguous; the message names it and its line.</exception>
    internal static IReadOnlyList<JsonNode> Read(string yaml)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(yaml);
        stream.Load(reader);
        return [.. stream.Documents.Select(document => Convert(document.RootNode)).OfType<JsonNode>()];
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Children.Select(
            child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Convert(child.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Plain(plain),
        YamlScalarNode quoted => JsonValue.Create(quoted.Value),
        _ => throw new FormatException($"A {node.NodeType} at line {node.Start.Line} is not allowed in a manifest."),
    };

    private static JsonValue? Plain(YamlScalarNode node)
    {
        string text = node.Value ?? "";
        return text switch
        {
            "" or "~" or "null" => null,
            "true" => JsonValue.Create(true),
            "false" => JsonValue.Create(false),
            _ when WholeNumber().IsMatch(text) => JsonValue.Create(long.Parse(text, CultureInfo.InvariantCulture)),
            _ when Fraction().IsMatch(text) => JsonValue.Create(double.Parse(text, CultureInfo.InvariantCulture)),
            _ when Ambiguous().IsMatch(text) => throw new FormatException(
                $"Line {node.Start.Line}: {text} is a string in some versions of YAML and another type in others. Quote it."),
            _ => JsonValue.Create(text),
        };
    }

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)\z")]
    private static partial Regex WholeNumber();

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)\.[0-9]+\z")]
    private static partial Regex Fraction();

    // Booleans and nulls of YAML 1.1, octal, hexadecimal, exponents, digits in groups, base 60, dates, infinities.
    [GeneratedRegex(
        @"\A(y|n|yes|no|on|off|true|false|null|[-+]?\.?(inf|nan)|[-+]?(0[0-7]+|0o[0-7]+|0x[0-9a-f]+|0b[01]+)" +
        @"|[-+]?([0-9][0-9_]*(\.[0-9_]*)?|\.[0-9_]+)(e[-+]?[0-9]+)?|[-+]?[0-9]+(:[0-5]?[0-9])+(\.[0-9]*)?" +
        @"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([t ].*)?|<<|=)\z",
        RegexOptions.IgnoreCase)]
    private static partial Regex Ambiguous();
}
