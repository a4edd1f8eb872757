using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace PathwayOrleans.Sources;

/// <summary>A kind of source. <see cref="SourceConnectors"/> lists those that exist.</summary>
public interface ISourceConnector
{
    /// <summary>Its name: the value of <c>Pathway:Source</c> that selects it.</summary>
    string Name { get; }

    /// <summary>
    /// The prefix of the identities of its sources. No other connector uses it, and operators may not give such a name to an
    /// input.
    /// </summary>
    string IdentityPrefix { get; }

    /// <summary>Its settings that commands accept as options.</summary>
    IReadOnlyList<SourceSetting> Settings { get; }

    /// <summary>
    /// If an engine cannot follow its sources: the reason and the way to read them instead, as the end of a sentence. Null if
    /// an engine can; <see cref="AddTo"/> is called only then.
    /// </summary>
    string? Limitation { get; }

    /// <summary>Registers the connector's validated options and its <see cref="ISource"/>.</summary>
    void AddTo(IServiceCollection services, IConfiguration configuration);
}
