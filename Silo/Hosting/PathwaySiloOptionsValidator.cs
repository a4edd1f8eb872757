using System.Net;
using Microsoft.Extensions.Options;

namespace PathwayOrleans.Silo.Hosting;

/// <summary>Checks <see cref="PathwaySiloOptions"/> when the process starts.</summary>
public sealed class PathwaySiloOptionsValidator : IValidateOptions<PathwaySiloOptions>
{
    private const int MaxNameLength = 150;

    public ValidateOptionsResult Validate(string? name, PathwaySiloOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var problems = new List<string>();
        Require(options.EffectiveName.Length is > 0 and <= MaxNameLength, nameof(options.Name), options.EffectiveName, $"1 to {MaxNameLength} characters");
        Require(
            IPAddress.TryParse(options.Address, out IPAddress? address) && !IPAddress.Any.Equals(address) && !IPAddress.IPv6Any.Equals(address),
            nameof(options.Address), options.Address,
            $"an IP address at which other silos reach this one, such as the pod's, or {OwnAddress.Auto} on a host that has a default route,");
        Require(options.Port is > 0 and <= IPEndPoint.MaxPort, nameof(options.Port), options.Port, $"1 to {IPEndPoint.MaxPort}");
        Require(
            options.GatewayPort is > 0 and <= IPEndPoint.MaxPort && options.GatewayPort != options.Port,
            nameof(options.GatewayPort), options.GatewayPort, $"1 to {IPEndPoint.MaxPort}, and not the silo's port,");
        Require(options.ClusterId is null || options.ClusterId.Length is > 0 and <= MaxNameLength, nameof(options.ClusterId), options.ClusterId, $"1 to {MaxNameLength} characters");
        Require(
            options.ProbeTimeout >= TimeSpan.FromMilliseconds(500) && options.ProbeTimeout <= TimeSpan.FromMinutes(1),
            nameof(options.ProbeTimeout), options.ProbeTimeout, "00:00:00.5 to 00:01:00");
        Require(
            options.DeadSiloRetention >= TimeSpan.FromSeconds(1) && options.DeadSiloRetention <= TimeSpan.FromDays(365),
            nameof(options.DeadSiloRetention), options.DeadSiloRetention, "00:00:01 to 365.00:00:00");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Require(bool isRight, string key, object? value, string right)
        {
            if (!isRight)
            {
                problems.Add(FormattableString.Invariant($"{PathwaySiloOptions.Section}:{key} is '{value}'; {right} is right."));
            }
        }
    }
}
