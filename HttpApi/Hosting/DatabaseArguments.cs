using System.CommandLine;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.HttpApi.Hosting;

/// <summary>The options that name a database. They override the configuration.</summary>
public sealed class DatabaseArguments
{
    private readonly Option<string?> _address = Address();

    private readonly Option<string?> _serviceId = new("--service-id")
    {
        Description = $"The deployment; each has its own schema. [{DatabaseConfiguration.ServiceIdKey}]",
        HelpName = "NAME",
    };

    /// <summary>The option that names the server.</summary>
    public static Option<string?> Address() => new("--database")
    {
        Description = $"Postgres, postgresql://user:password@host:port/database. [{DatabaseConfiguration.AddressKey}]",
        HelpName = "ADDRESS",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        ArgumentNullException.ThrowIfNull(command);
        command.Options.Add(_address);
        command.Options.Add(_serviceId);
    }

    /// <summary>The values on the command line by configuration key; null for an option that was not given.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Overrides(ParseResult parsed)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        return Overrides(parsed.GetValue(_address), parsed.GetValue(_serviceId));
    }

    /// <summary>The configured database with the values on the command line.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// A value is invalid; the message names the key.
    /// </exception>
    public DatabaseOptions Read(ParseResult parsed) => DatabaseConfiguration.Read(PathwayConfiguration.Load(Overrides(parsed)));

    /// <summary>The configured database with this address and service id; null for the configured ones.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// A value is invalid; the message names the key.
    /// </exception>
    public static DatabaseOptions Read(string? address, string? serviceId) =>
        DatabaseConfiguration.Read(PathwayConfiguration.Load(Overrides(address, serviceId)));

    private static IEnumerable<KeyValuePair<string, string?>> Overrides(string? address, string? serviceId) =>
        [
            KeyValuePair.Create(DatabaseConfiguration.AddressKey, address),
            KeyValuePair.Create(DatabaseConfiguration.ServiceIdKey, serviceId),
        ];
}
