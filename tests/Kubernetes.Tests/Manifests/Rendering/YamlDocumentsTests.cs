using System.Text.Json.Nodes;

namespace PathwayOrleans.Kubernetes.Tests.Manifests.Rendering;

public class YamlDocumentsTests
{
    [Theory]
    [InlineData("a: 1", """{"a":1}""")]
    [InlineData("a: \"1\"", """{"a":"1"}""")]
    [InlineData("a: '1'", """{"a":"1"}""")]
    [InlineData("a: true", """{"a":true}""")]
    [InlineData("a: \"true\"", """{"a":"true"}""")]
    [InlineData("a: \"yes\"", """{"a":"yes"}""")]
    [InlineData("a: 0.5", """{"a":0.5}""")]
    [InlineData("a: 4.1.1", """{"a":"4.1.1"}""")]
    [InlineData("a: 10.0.0.1", """{"a":"10.0.0.1"}""")]
    [InlineData("a: 250m", """{"a":"250m"}""")]
    [InlineData("a: 4.1-IV1", """{"a":"4.1-IV1"}""")]
    [InlineData("a: |-\n  1", """{"a":"1"}""")]
    [InlineData("a:", """{"a":null}""")]
    [InlineData("a: {}\nb: []", """{"a":{},"b":[]}""")]
    [InlineData("a: [x, 2]", """{"a":["x",2]}""")]
    [InlineData("a: 604800000000", """{"a":604800000000}""")]
    public void Types_are_kept(string yaml, string json) =>
        Assert.Equal(json, Assert.Single(YamlDocuments.Read(yaml)).ToJsonString());

    [Theory]
    [InlineData("yes")]
    [InlineData("Off")]
    [InlineData("n")]
    [InlineData("True")]
    [InlineData("010")]
    [InlineData("0x1F")]
    [InlineData("1_000")]
    [InlineData("1e3")]
    [InlineData("1:30")]
    [InlineData(".5")]
    [InlineData("+1")]
    [InlineData("2026-11-22")]
    [InlineData(".inf")]
    public void Ambiguous_values_are_rejected(string value)
    {
        string message = Assert.Throws<FormatException>(() => YamlDocuments.Read($"x: y1\na: {value}")).Message;
        Assert.Contains(value, message, StringComparison.Ordinal);
        Assert.Contains("Line 2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_documents_are_omitted() =>
        Assert.Equal(
            ["""{"a":1}""", """{"b":2}"""],
            YamlDocuments.Read("---\na: 1\n---\n# nothing\n---\nb: 2\n").Select((JsonNode document) => document.ToJsonString()));
}
