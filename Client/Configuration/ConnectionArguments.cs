using System.CommandLine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using PathwayOrleans.CommandLine;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Client.Configuration;

/// <summary>The options that name a cluster. They override the configuration.</summary>
internal sealed class ConnectionArguments
{
    private const string ClusterIdKey = "Pathway:Silo:ClusterId";
    private const double MinTimeout = 0.1;
    private const double MaxTimeout = 3600;

    private readonly Option<string?> _address = new("--database")
    {
        Description =
            "Postgres with the membership table of the silos, postgresql://user:password@host:port/database. " +
            $"[{DatabaseConfiguration.AddressKey}]",
        HelpName = "ADDRESS",
        Recursive = true,
    };

    private readonly Option<string?> _serviceId = new("--service-id")
    {
        Description = $"The deployment. [{DatabaseConfiguration.ServiceIdKey}]",
        HelpName = "NAME",
        Recursive = true,
    };

    private readonly Option<double> _timeout = new("--timeout")
    {
        Description = "Time limit for connecting to the cluster, in seconds.",
        DefaultValueFactory = _ => Patience.ToConnect.TotalSeconds,
        HelpName = "SECONDS",
        Recursive = true,
    };

    internal ConnectionArguments() =>
        _timeout.Validators.Add(result => NumberRange.Check(result, _timeout.Name, MinTimeout, MaxTimeout));

    internal void AddTo(Command command)
    {
        command.Options.Add(_address);
        command.Options.Add(_serviceId);
        command.Options.Add(_timeout);
    }

    /// <summary>Reads <c>appsettings.json</c> of the current folder, then the environment, then the options.</summary>
    /// <exception cref="ConfigurationException">A value is invalid.</exception>
    internal ClientSettings Read(ParseResult parsed)
    {
        try
        {
            IConfiguration configuration = PathwayConfiguration.Load(
                KeyValuePair.Create(DatabaseConfiguration.AddressKey, parsed.GetValue(_address)),
                KeyValuePair.Create(DatabaseConfiguration.ServiceIdKey, parsed.GetValue(_serviceId)));
            return Bind(configuration, TimeSpan.FromSeconds(parsed.GetValue(_timeout)));
        }
        catch (OptionsValidationException e)
        {
            throw new ConfigurationException(e.Failures, e);
        }
        catch (Exception e) when (e is InvalidOperationException or InvalidDataException or FormatException or IOException)
        {
            // A value has the wrong type, or the file is not valid JSON.
            throw new ConfigurationException([e.InnerException is { } inner ? $"{e.Message} ({inner.Message})" : e.Message], e);
        }
    }

    private static ClientSettings Bind(IConfiguration configuration, TimeSpan timeout)
    {
        DatabaseOptions options = DatabaseConfiguration.Read(configuration);
        string clusterId = configuration[ClusterIdKey] ?? options.ServiceId;
        return string.IsNullOrWhiteSpace(clusterId)
            ? throw new ConfigurationException(
                [$"{ClusterIdKey} is '{clusterId}'; it must be a name, or absent to use the service id."])
            : new ClientSettings(options, clusterId, timeout);
    }
}
