using System.Net;
using System.Net.NetworkInformation;
using Microsoft.Extensions.Options;
using PathwayOrleans.Silo.Hosting;

namespace PathwayOrleans.Silo.Tests.Hosting;

public class OptionsTests
{
    [Fact]
    public void The_defaults_are_valid()
    {
        Assert.True(new PathwaySiloOptionsValidator().Validate(null, new PathwaySiloOptions()).Succeeded);
        Assert.True(new DashboardAccessOptionsValidator().Validate(null, new DashboardAccessOptions()).Succeeded);
    }

    [Fact]
    public void Invalid_silo_options_are_reported_with_the_valid_range()
    {
        ValidateOptionsResult result = new PathwaySiloOptionsValidator().Validate(null, new PathwaySiloOptions
        {
            Name = "",
            Address = "0.0.0.0",
            Port = 0,
            GatewayPort = 70_000,
            ClusterId = "",
            ProbeTimeout = TimeSpan.FromMilliseconds(1),
        });
        Assert.Equal(
            [
                "Pathway:Silo:Name is ''; it must have 1 to 150 characters.",
                "Pathway:Silo:Address is '0.0.0.0'; it must be an IP address at which other silos reach this one, " +
                "such as the pod's, or auto on a host with a default route.",
                "Pathway:Silo:Port is '0'; it must be between 1 and 65535.",
                "Pathway:Silo:GatewayPort is '70000'; it must be between 1 and 65535, and differ from Port.",
                "Pathway:Silo:ClusterId is ''; it must have 1 to 150 characters.",
                "Pathway:Silo:ProbeTimeout is '00:00:00.0010000'; it must be between 00:00:00.5 and 00:01:00.",
            ],
            result.Failures!);
    }

    [Theory]
    [InlineData("::")]
    [InlineData("silo-1")]
    [InlineData("")]
    [InlineData("auto")]
    public void An_address_that_no_silo_can_call_is_rejected(string address) =>
        Assert.True(new PathwaySiloOptionsValidator().Validate(null, new PathwaySiloOptions { Address = address }).Failed);

    [Theory]
    [InlineData("10.1.2.3")]
    [InlineData("automatic")]
    public void A_configured_address_is_not_replaced(string address)
    {
        var options = new PathwaySiloOptions { Address = address };

        OwnAddress.Resolve(options);

        Assert.Equal(address, options.Address);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("Auto")]
    public void Auto_is_an_address_of_this_host_that_others_can_reach(string word)
    {
        Assert.SkipWhen(OwnAddress.OfDefaultRoute() is null, "This machine has no default route.");
        var options = new PathwaySiloOptions { Address = word };

        OwnAddress.Resolve(options);

        IPAddress address = IPAddress.Parse(options.Address);
        Assert.False(IPAddress.IsLoopback(address));
        Assert.Contains(address, NetworkInterface.GetAllNetworkInterfaces().SelectMany(
            card => card.GetIPProperties().UnicastAddresses.Select(unicast => unicast.Address)));
        Assert.True(new PathwaySiloOptionsValidator().Validate(null, options).Succeeded);
    }

    [Theory]
    [InlineData("http://127.0.0.1:0", null, false, null)]
    [InlineData("http://localhost:8081", null, false, null)]
    [InlineData("http://[::1]:8081", null, false, null)]
    [InlineData("http://0.0.0.0:8081", null, true, null)]
    [InlineData("http://0.0.0.0:8081", "0123456789abcdef", false, null)]
    [InlineData(
        "http://0.0.0.0:8081", null, false, "Pathway:Dashboard:Url is 'http://0.0.0.0:8081', which other machines can reach")]
    [InlineData("http://10.0.0.7:8081", null, false, "Set Pathway:Dashboard:Key to a secret, or OpenToAll to true")]
    [InlineData("http://127.0.0.1:8081", "secret", false, "Pathway:Dashboard:Key has 6 characters; it must have at least 16")]
    [InlineData("8081", null, false, "Pathway:Dashboard:Url is '8081'; it must be http://ADDRESS:PORT")]
    [InlineData("http://127.0.0.1:8081/dashboard", null, false, "it must be http://ADDRESS:PORT")]
    [InlineData("https://127.0.0.1:8081", null, false, "it must be http://ADDRESS:PORT")]
    public void A_dashboard_that_others_can_reach_requires_a_key_or_OpenToAll(
        string url, string? key, bool openToAll, string? complaint)
    {
        var options = new DashboardAccessOptions { Url = url, Key = key, OpenToAll = openToAll };
        ValidateOptionsResult result = new DashboardAccessOptionsValidator().Validate(null, options);
        Assert.Equal(complaint is null, result.Succeeded);
        Assert.Contains(complaint ?? "", result.FailureMessage ?? "", StringComparison.Ordinal);
        options.Enabled = false;
        Assert.True(new DashboardAccessOptionsValidator().Validate(null, options).Succeeded);
    }
}
