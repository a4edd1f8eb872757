using System.Text.Encodings.Web;
using System.Text.Json;

namespace PathwayOrleans.Cli.Pipeline;

/// <summary>The JSON of the pipeline commands.</summary>
internal static class PipelineJson
{
    internal static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // SQL stays readable; the output is no part of a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One object in one line, with its end.</summary>
    internal static string Line<T>(T value) => JsonSerializer.Serialize(value, Options) + Environment.NewLine;
}
