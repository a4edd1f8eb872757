namespace PathwayOrleans.Engine.Configuration;

/// <summary>The pipeline: configuration section <c>Pathway:Pipeline</c>.</summary>
public sealed class PipelineOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Pathway:Pipeline";

    /// <summary>The configuration key of <see cref="File"/>.</summary>
    public const string FileKey = $"{Section}:{nameof(File)}";

    /// <summary>The SQL file with the pipeline. Default: none; the built-in events are counted.</summary>
    public string? File { get; set; }
}
