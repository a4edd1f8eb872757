using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Client.Configuration;

/// <summary>The options that name a cluster, and the configuration they override.</summary>
internal sealed class ConnectionArguments
{
    private const string AddressKey = $"{DatabaseOptions.Section}:{nameof(DatabaseOptions.ConnectionString)}";
    private const string ServiceIdKey = "Pathway:ServiceId";
    private const string ClusterIdKey = "Pathway:Silo:ClusterId";
    private const double MinTimeout = 0.1;
    private const double MaxTimeout = 3600;

    private readonly Option<string?> _address = new("--database")
    {
        Description = $"The Postgres with the silos' membership table, postgresql://user:password@host:port/database. [{AddressKey}]",
        HelpName = "ADDRESS",
        Recursive = true,
    };

    private readonly Option<string?> _serviceId = new("--service-id")
    {
        Description = $"The deployment. [{ServiceIdKey}]",
        HelpName = "NAME",
        Recursive = true,
    };

    private readonly Option<double> _timeout = new("--timeout")
    {
        Description = "Seconds to wait for the cluster to be reached.",
        DefaultValueFactory = _ => Patience.ToConnect.TotalSeconds,
        HelpName = "SECONDS",
        Recursive = true,
    };

    internal ConnectionArguments() =>
        _timeout.Validators.Add(result => NumberRange.Check(result, result.Tokens, _timeout.Name, MinTimeout, MaxTimeout));

    internal void AddTo(Command command)
    {
        command.Options.Add(_address);
        command.Options.Add(_serviceId);
        command.Options.Add(_timeout);
    }

    /// <summary>Reads <c>appsettings.json</c> of the current folder, then the environment, then the options.</summary>
    /// <exception cref="ConfigurationException">A value is wrong.</exception>
    internal ClientSettings Read(ParseResult parsed)
    {
        try
        {
            return Bind(Load(parsed.GetValue(_address), parsed.GetValue(_serviceId)), TimeSpan.FromSeconds(parsed.GetValue(_timeout)));
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidDataException or FormatException or IOException)
        {
            // A value of the wrong type; a file that is no JSON.
            throw new ConfigurationException([e.InnerException is { } inner ? $"{e.Message} ({inner.Message})" : e.Message], e);
        }
    }

    private static IConfigurationRoot Load(string? address, string? serviceId) => new ConfigurationBuilder()
        .SetBasePath(Directory.GetCurrentDirectory())
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables()
        .AddInMemoryCollection(new Dictionary<string, string?> { [AddressKey] = address, [ServiceIdKey] = serviceId }
            .Where(entry => entry.Value is not null))
        .Build();

    private static ClientSettings Bind(IConfiguration configuration, TimeSpan timeout)
    {
        var options = new DatabaseOptions();
        configuration.GetSection(DatabaseOptions.Section).Bind(options);
        options.ServiceId = configuration[ServiceIdKey] ?? options.ServiceId;
        ValidateOptionsResult verdict = new DatabaseOptionsValidator().Validate(null, options);
        if (verdict.Failed)
        {
            throw new ConfigurationException(verdict.Failures);
        }

        string clusterId = configuration[ClusterIdKey] ?? options.ServiceId;
        return string.IsNullOrWhiteSpace(clusterId)
            ? throw new ConfigurationException([$"{ClusterIdKey} is '{clusterId}'; a name is right, or nothing for the service id."])
            : new ClientSettings(options, clusterId, timeout);
    }
}
