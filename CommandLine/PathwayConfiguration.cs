using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using PathwayOrleans.Configuration;

namespace PathwayOrleans.CommandLine;

/// <summary>The configuration of commands that do not host an engine: the same sources in the same order as a host's.</summary>
public static class PathwayConfiguration
{
    /// <summary>
    /// Reads <c>appsettings.json</c> of the current folder if it exists, then environment variables, then the values from the
    /// command line.
    /// </summary>
    /// <param name="overrides">
    /// Configuration keys and values from the command line; entries with a null value are ignored.
    /// </param>
    /// <exception cref="InvalidDataException">appsettings.json is not valid JSON.</exception>
    /// <exception cref="OptionsValidationException">A key directly under <c>Pathway</c> is unknown.</exception>
    public static IConfiguration Load(params IEnumerable<KeyValuePair<string, string?>> overrides)
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .SetBasePath(Directory.GetCurrentDirectory())
            .AddJsonFile("appsettings.json", optional: true)
            .AddEnvironmentVariables()
            .AddInMemoryCollection(overrides.Where(entry => entry.Value is not null))
            .Build();
        PathwaySections.Check(configuration);
        return configuration;
    }

    /// <summary>Binds a section to its options and validates them.</summary>
    /// <exception cref="OptionsValidationException">A value is invalid; the message names the key.</exception>
    public static T Bind<T>(IConfiguration configuration, string section, IValidateOptions<T> validator)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new T();
        SectionBinder.Bind(configuration.GetSection(section), options);
        return Check(options, validator);
    }

    /// <summary>Returns the options if they are valid.</summary>
    /// <exception cref="OptionsValidationException">A value is invalid; the message names the key.</exception>
    public static T Check<T>(T options, IValidateOptions<T> validator)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(validator);
        ValidateOptionsResult result = validator.Validate(null, options);
        return result.Succeeded ? options : throw new OptionsValidationException(typeof(T).Name, typeof(T), result.Failures!);
    }
}
