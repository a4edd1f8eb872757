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
        Require(
            options.EffectiveName.Length is > 0 and <= MaxNameLength,
            nameof(options.Name), options.EffectiveName, $"have 1 to {MaxNameLength} characters");
        Require(
            IPAddress.TryParse(options.Address, out IPAddress? address)
                && !IPAddress.Any.Equals(address) && !IPAddress.IPv6Any.Equals(address),
            nameof(options.Address), options.Address,
            "be an IP address at which other silos reach this one, such as the pod's, " +
            $"or {OwnAddress.Auto} on a host with a default route");
        Require(
            options.Port is > 0 and <= IPEndPoint.MaxPort,
            nameof(options.Port), options.Port, $"be between 1 and {IPEndPoint.MaxPort}");
        Require(
            options.GatewayPort is > 0 and <= IPEndPoint.MaxPort && options.GatewayPort != options.Port,
            nameof(options.GatewayPort), options.GatewayPort, $"be between 1 and {IPEndPoint.MaxPort}, and differ from Port");
        Require(
            options.ClusterId is null || options.ClusterId.Length is > 0 and <= MaxNameLength,
            nameof(options.ClusterId), options.ClusterId, $"have 1 to {MaxNameLength} characters");
        Require(
            options.ProbeTimeout >= TimeSpan.FromMilliseconds(500) && options.ProbeTimeout <= TimeSpan.FromMinutes(1),
            nameof(options.ProbeTimeout), options.ProbeTimeout, "be between 00:00:00.5 and 00:01:00");
        Require(
            options.DeadSiloRetention >= TimeSpan.FromSeconds(1) && options.DeadSiloRetention <= TimeSpan.FromDays(365),
            nameof(options.DeadSiloRetention), options.DeadSiloRetention, "be between 00:00:01 and 365.00:00:00");
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);

        void Require(bool isValid, string key, object? value, string rule)
        {
            if (!isValid)
            {
                problems.Add(FormattableString.Invariant($"{PathwaySiloOptions.Section}:{key} is '{value}'; it must {rule}."));
            }
        }
    }
}
