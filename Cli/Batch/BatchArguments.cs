using Microsoft.Extensions.Configuration;
using PathwayOrleans.Sources;
using PathwayOrleans.Sources.Files;

namespace PathwayOrleans.Cli.Batch;

/// <summary>The validated arguments of <c>batch</c>.</summary>
internal sealed record BatchArguments
{
    /// <summary>The configuration with the values of the command line.</summary>
    internal required IConfiguration Configuration { get; init; }

    /// <summary>The input files.</summary>
    internal IReadOnlyList<InputFile> Files { get; init; } = [];

    /// <summary>The source name of standard input; null if it is not read.</summary>
    internal string? Source { get; init; }

    /// <summary>The format of standard input.</summary>
    internal InputFormat StreamFormat { get; init; }

    /// <summary>The range of the configured source; null if files are read.</summary>
    internal TimeRange? Range { get; init; }

    /// <summary>Whether the result is printed as JSON.</summary>
    internal bool Json { get; init; }
}
