using System.CommandLine;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Cli;

/// <summary>The options that name a database. They override the configuration.</summary>
internal sealed class DatabaseArguments
{
    private readonly Option<string?> _address = Address();

    private readonly Option<string?> _serviceId = new("--service-id")
    {
        Description = $"The deployment. [{DatabaseConfiguration.ServiceIdKey}]",
        HelpName = "NAME",
    };

    internal static Option<string?> Address() => new("--database")
    {
        Description = $"Postgres, postgresql://user:password@host:port/database. [{DatabaseConfiguration.AddressKey}]",
        HelpName = "ADDRESS",
    };

    internal void AddTo(Command command)
    {
        command.Options.Add(_address);
        command.Options.Add(_serviceId);
    }

    /// <summary>The values on the command line by configuration key; null for an option that was not given.</summary>
    internal IEnumerable<KeyValuePair<string, string?>> Overrides(ParseResult parsed) =>
        Overrides(parsed.GetValue(_address), parsed.GetValue(_serviceId));

    /// <summary>The configured database with the values on the command line.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// A value is invalid; the message names the key.
    /// </exception>
    internal DatabaseOptions Read(ParseResult parsed) => DatabaseConfiguration.Read(PathwayConfiguration.Load(Overrides(parsed)));

    /// <summary>The configured database with this address and service id; null for the configured ones.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// A value is invalid; the message names the key.
    /// </exception>
    internal static DatabaseOptions Read(string? address, string? serviceId) =>
        DatabaseConfiguration.Read(PathwayConfiguration.Load(Overrides(address, serviceId)));

    private static IEnumerable<KeyValuePair<string, string?>> Overrides(string? address, string? serviceId) =>
        [
            KeyValuePair.Create(DatabaseConfiguration.AddressKey, address),
            KeyValuePair.Create(DatabaseConfiguration.ServiceIdKey, serviceId),
        ];
}
