using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace PathwayOrleans.Configuration;

/// <summary>Registers options of the section <c>Pathway</c>.</summary>
public static class OptionsRegistration
{
    /// <summary>
    /// Binds a section to its options with <see cref="SectionBinder"/> and validates them when the host starts. Unknown keys are
    /// an error, in the section and directly under <c>Pathway</c>.
    /// </summary>
    /// <exception cref="OptionsValidationException">A key directly under <c>Pathway</c> is unknown.</exception>
    public static void AddPathwayOptions<TOptions, TValidator>(
        this IServiceCollection services, IConfiguration configuration, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        ArgumentNullException.ThrowIfNull(configuration);
        PathwaySections.Check(configuration);
        services.AddSingleton<IValidateOptions<TOptions>, TValidator>();
        services.AddOptions<TOptions>()
            .Configure(options => SectionBinder.Bind(configuration.GetSection(section), options))
            .ValidateOnStart();
    }
}
