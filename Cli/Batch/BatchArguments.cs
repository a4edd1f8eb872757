using Microsoft.Extensions.Configuration;
using PathwayOrleans.Sources.Files;

namespace PathwayOrleans.Cli.Batch;

/// <summary>What <c>batch</c> was asked for, checked.</summary>
internal sealed record BatchArguments
{
    internal required IConfiguration Configuration { get; init; }

    /// <summary>The files to read.</summary>
    internal IReadOnlyList<InputFile> Files { get; init; } = [];

    /// <summary>The name of standard input; null where that is not read.</summary>
    internal string? Source { get; init; }

    /// <summary>How the records of standard input are written.</summary>
    internal InputFormat StreamFormat { get; init; }

    /// <summary>The range of a topic, in ms since the epoch; null where files are read.</summary>
    internal (long? From, long? To)? Range { get; init; }

    internal bool Json { get; init; }
}
