using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PathwayOrleans.Images.Tests.Compose;

/// <summary>As much of JSON Schema as the compose specification's uses. A keyword beyond that is an error, not passed over.</summary>
internal sealed class JsonSchema(JsonObject root)
{
    private static readonly string[] Remarks = ["$schema", "id", "$id", "title", "description", "definitions", "format", "default", "deprecated"];

    /// <summary>What is wrong with a value; nothing where it is valid.</summary>
    internal IEnumerable<string> Problems(JsonNode? value) => Problems(root, value, "");

    private IEnumerable<string> Problems(JsonObject schema, JsonNode? value, string path)
    {
        IEnumerable<string> problems = [];
        foreach ((string keyword, JsonNode? rule) in schema)
        {
            problems = problems.Concat(keyword switch
            {
                "$ref" => Problems(Definition(rule!.GetValue<string>()), value, path),
                "type" => Types(rule!).Any(type => IsOf(type, value)) ? [] : [$"{path} is {Shown(value)}, and no {rule!.ToJsonString()}"],
                "enum" => rule!.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, value)) ? [] : [$"{path} is {Shown(value)}; {rule.ToJsonString()} are right"],
                "required" => value is JsonObject has ? rule!.AsArray().Select(name => name!.GetValue<string>()).Where(name => !has.ContainsKey(name)).Select(name => $"{path} has no {name}") : [],
                "properties" => [],
                "patternProperties" => [],
                "additionalProperties" => [],
                "items" => value is JsonArray list ? list.SelectMany((item, i) => Problems(rule!.AsObject(), item, $"{path}[{i}]")) : [],
                "uniqueItems" => value is JsonArray items && items.Select(Shown).Distinct().Count() < items.Count ? [$"{path} has an entry twice"] : [],
                "minimum" => value?.GetValueKind() is JsonValueKind.Number && value.GetValue<long>() < rule!.GetValue<long>() ? [$"{path} is below {rule}"] : [],
                "oneOf" => Choice(rule!, value, path, matching => matching == 1),
                "anyOf" => Choice(rule!, value, path, matching => matching > 0),
                _ when Remarks.Contains(keyword) => [],
                _ => throw new NotSupportedException($"The schema's keyword {keyword} at {path} is not known here."),
            });
        }

        return value is JsonObject properties ? problems.Concat(PropertyProblems(schema, properties, path)) : problems;
    }

    private IEnumerable<string> PropertyProblems(JsonObject schema, JsonObject value, string path)
    {
        foreach ((string name, JsonNode? property) in value)
        {
            JsonObject[] rules =
            [
                .. schema["properties"]?[name] is JsonObject known ? [known] : (JsonObject[])[],
                .. (schema["patternProperties"]?.AsObject() ?? []).Where(pattern => Regex.IsMatch(name, pattern.Key)).Select(pattern => pattern.Value!.AsObject()),
            ];
            IEnumerable<string> problems = rules.Length > 0 ? rules.SelectMany(rule => Problems(rule, property, $"{path}/{name}"))
                : schema["additionalProperties"] is JsonObject others ? Problems(others, property, $"{path}/{name}")
                : schema["additionalProperties"] is JsonValue allowed && !allowed.GetValue<bool>() ? [$"{path}/{name} is unknown"]
                : [];
            foreach (string problem in problems)
            {
                yield return problem;
            }
        }
    }

    private IEnumerable<string> Choice(JsonNode choices, JsonNode? value, string path, Func<int, bool> isRight)
    {
        string[][] each = [.. choices.AsArray().Select(choice => Problems(choice!.AsObject(), value, path).ToArray())];
        return isRight(each.Count(problems => problems.Length == 0)) ? [] : each.SelectMany(problems => problems).DefaultIfEmpty($"{path} fits more than one of the choices");
    }

    private JsonObject Definition(string reference) => root["definitions"]![reference.Replace("#/definitions/", "", StringComparison.Ordinal)]!.AsObject();

    private static IEnumerable<string> Types(JsonNode rule) => rule is JsonArray several ? several.Select(type => type!.GetValue<string>()) : [rule.GetValue<string>()];

    private static bool IsOf(string type, JsonNode? value) => type switch
    {
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "null" => value is null,
        "string" => value?.GetValueKind() is JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" or "integer" => value?.GetValueKind() is JsonValueKind.Number,
        _ => throw new NotSupportedException($"The schema's type {type} is not known here."),
    };

    private static string Shown(JsonNode? value) => value?.ToJsonString() ?? "null";
}
