using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;
using PathwayOrleans.Configuration;

namespace PathwayOrleans.Storage.Configuration;

/// <summary>Reads <see cref="DatabaseOptions"/> from configuration.</summary>
public static class DatabaseConfiguration
{
    /// <summary>The key of <see cref="DatabaseOptions.ConnectionString"/>.</summary>
    public const string AddressKey = $"{DatabaseOptions.Section}:{nameof(DatabaseOptions.ConnectionString)}";

    /// <summary>The key of <see cref="DatabaseOptions.ServiceId"/>.</summary>
    public const string ServiceIdKey = "Pathway:ServiceId";

    /// <summary>Binds and validates the options.</summary>
    /// <exception cref="OptionsValidationException">A value is invalid; the message names the key.</exception>
    public static DatabaseOptions Read(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var options = new DatabaseOptions();
        PathwaySections.Check(configuration);
        SectionBinder.Bind(configuration.GetSection(DatabaseOptions.Section), options);
        options.ServiceId = configuration[ServiceIdKey] ?? options.ServiceId;
        ValidateOptionsResult result = new DatabaseOptionsValidator().Validate(null, options);
        return result.Succeeded
            ? options
            : throw new OptionsValidationException(nameof(DatabaseOptions), typeof(DatabaseOptions), result.Failures);
    }

    /// <summary>Describes the database for messages, without the password.</summary>
    public static string Describe(DatabaseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        NpgsqlConnectionStringBuilder address = PostgresAddress.Parse(options.ConnectionString);
        string hosts = address.Host!.Contains(',', StringComparison.Ordinal) ? address.Host : $"{address.Host}:{address.Port}";
        return $"{address.Database} at {hosts}, schema \"{ServiceId.Schema(options.ServiceId)}\"";
    }
}
