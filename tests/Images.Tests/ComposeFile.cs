using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace PathwayOrleans.Images.Tests;

/// <summary>The repository's <c>docker-compose.yaml</c> with resolved anchors and merges.</summary>
internal static class ComposeFile
{
    /// <summary>The whole file as JSON.</summary>
    internal static JsonObject Root { get; } = Read("docker-compose.yaml");

    /// <summary>Another file of the repository in the same format.</summary>
    internal static JsonObject Read(string file) => Parse(Repository.Read(file));

    internal static IEnumerable<(string Name, JsonObject Service)> Services =>
        Root["services"]!.AsObject().Select(entry => (entry.Key, entry.Value!.AsObject()));

    /// <summary>The environment variables of a service.</summary>
    internal static Dictionary<string, string> Environment(string service) =>
        Root["services"]![service]!["environment"]!.AsObject()
            .ToDictionary(entry => entry.Key, entry => entry.Value!.GetValue<string>());

    private static JsonObject Parse(string text)
    {
        var yaml = new YamlStream();
        yaml.Load(new MergingParser(new Parser(new StringReader(text))));
        return ToJson(yaml.Documents.Single().RootNode)!.AsObject();
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(
            mapping.Children.Select(entry => KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, ToJson(entry.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Children.Select(ToJson)]),
        YamlScalarNode { Style: ScalarStyle.Plain } plain => Resolve(plain.Value!),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new NotSupportedException($"{node.Start}: {node.NodeType}"),
    };

    private static JsonValue? Resolve(string plain) => plain switch
    {
        "" or "null" or "~" => null,
        "true" or "false" => JsonValue.Create(plain == "true"),
        _ when long.TryParse(plain, out long number) => JsonValue.Create(number),
        _ => JsonValue.Create(plain),
    };
}
