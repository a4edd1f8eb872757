using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Npgsql;
using PathwayOrleans.Producer.Command;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Cli.Database;

/// <summary>The options that name a database, and the configuration they override.</summary>
internal sealed class DatabaseSettings
{
    private const string ServiceIdKey = "Pathway:ServiceId";
    private const string AddressKey = $"{DatabaseOptions.Section}:{nameof(DatabaseOptions.ConnectionString)}";

    private readonly Option<string?> _address = Address();

    private readonly Option<string?> _serviceId = new("--service-id") { Description = $"The deployment. [{ServiceIdKey}]", HelpName = "NAME" };

    internal static Option<string?> Address() => new("--database")
    {
        Description = $"Postgres, postgresql://user:password@host:port/database. [{AddressKey}]",
        HelpName = "ADDRESS",
    };

    internal void AddTo(Command command)
    {
        command.Options.Add(_address);
        command.Options.Add(_serviceId);
    }

    /// <summary>What is given instead of what is configured, by configuration key; null where nothing is.</summary>
    internal IEnumerable<KeyValuePair<string, string?>> Overrides(ParseResult parsed) => Overrides(parsed.GetValue(_address), parsed.GetValue(_serviceId));

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A value is wrong; the message names its key.</exception>
    internal DatabaseOptions Read(ParseResult parsed) => Read(parsed.GetValue(_address), parsed.GetValue(_serviceId));

    /// <summary>The configured database, with what is given instead of what is configured.</summary>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A value is wrong; the message names its key.</exception>
    internal static DatabaseOptions Read(string? address, string? serviceId)
    {
        IConfiguration configuration = PathwayConfiguration.Load(Overrides(address, serviceId));
        var options = new DatabaseOptions();
        configuration.GetSection(DatabaseOptions.Section).Bind(options);
        options.ServiceId = configuration[ServiceIdKey] ?? options.ServiceId;
        return PathwayConfiguration.Check(options, new DatabaseOptionsValidator());
    }

    private static IEnumerable<KeyValuePair<string, string?>> Overrides(string? address, string? serviceId) =>
        [KeyValuePair.Create(AddressKey, address), KeyValuePair.Create(ServiceIdKey, serviceId)];

    /// <summary>Which database that is, for messages: without the password.</summary>
    internal static string Describe(DatabaseOptions options)
    {
        NpgsqlConnectionStringBuilder address = PostgresAddress.Parse(options.ConnectionString);
        return $"{address.Database} at {address.Host}:{address.Port}, schema \"{ServiceId.Schema(options.ServiceId)}\"";
    }
}
