using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using PathwayOrleans.Sources.Kafka;

namespace PathwayOrleans.Producer.Command;

/// <summary>The configuration of commands that host no engine: the same sources, in the same order, as a host's.</summary>
public static class PathwayConfiguration
{
    /// <summary>
    /// <c>appsettings.json</c> of the current folder where there is one, then environment variables, then what the
    /// command line says.
    /// </summary>
    /// <param name="overrides">Configuration keys and values; a null value overrides nothing.</param>
    public static IConfiguration Load(params IEnumerable<KeyValuePair<string, string?>> overrides) => new ConfigurationBuilder()
        .SetBasePath(Directory.GetCurrentDirectory())
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables()
        .AddInMemoryCollection(overrides.Where(entry => entry.Value is not null))
        .Build();

    /// <summary>The section <c>Pathway:Kafka</c>.</summary>
    /// <exception cref="OptionsValidationException">A value is out of its range; the message names the key.</exception>
    public static KafkaOptions Kafka(IConfiguration configuration) => Bind<KafkaOptions>(configuration, KafkaOptions.Section, new KafkaOptionsValidator());

    /// <summary>Binds a section and checks it.</summary>
    /// <exception cref="OptionsValidationException">A value is out of its range; the message names the key.</exception>
    public static T Bind<T>(IConfiguration configuration, string section, IValidateOptions<T> validator)
        where T : class, new()
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(validator);
        var options = new T();
        configuration.GetSection(section).Bind(options);
        return Check(options, validator);
    }

    /// <summary>Returns the options where they are right.</summary>
    /// <exception cref="OptionsValidationException">They are not.</exception>
    public static T Check<T>(T options, IValidateOptions<T> validator)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(validator);
        ValidateOptionsResult verdict = validator.Validate(null, options);
        return verdict.Succeeded ? options : throw new OptionsValidationException(typeof(T).Name, typeof(T), verdict.Failures!);
    }
}
