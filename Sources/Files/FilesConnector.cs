using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace PathwayOrleans.Sources.Files;

/// <summary>Files: a bounded source only. The files are given on the command line, not in the configuration.</summary>
internal sealed class FilesConnector : ISourceConnector
{
    public string Name => "files";

    public string IdentityPrefix => FileInputs.NamePrefix;

    public IReadOnlyList<SourceSetting> Settings => [];

    public string? Limitation =>
        "files have an end, so an engine cannot follow them. Read them with `./pathway batch --file FILE`.";

    public void AddTo(IServiceCollection services, IConfiguration configuration) =>
        throw new NotSupportedException("Files are read by FileReader, which needs no configuration.");
}
