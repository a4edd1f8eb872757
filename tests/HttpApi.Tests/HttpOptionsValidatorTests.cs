namespace PathwayOrleans.HttpApi.Tests;

public class HttpOptionsValidatorTests
{
    [Fact]
    public void The_default_is_loopback() => Assert.Equal("http://127.0.0.1:8080", new HttpOptions().Url);

    [Theory]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://127.0.0.1:8080/")]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://localhost")]
    [InlineData("http://[::]:8080")]
    public void An_address_is_http_with_host_and_port(string url) =>
        Assert.True(new HttpOptionsValidator().Validate(null, new HttpOptions { Url = url }).Succeeded);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("8080")]
    [InlineData("localhost:8080")]
    [InlineData("https://127.0.0.1:8080")]
    [InlineData("http://127.0.0.1:8080/api")]
    [InlineData("http://127.0.0.1:8080/?a=b")]
    [InlineData("http://127.0.0.1:8080/#a")]
    [InlineData("http://me@127.0.0.1:8080")]
    [InlineData("http://127.0.0.1:99999")]
    public void Other_urls_are_rejected_with_the_key(string? url)
    {
        string failure = Assert.Single(new HttpOptionsValidator().Validate(null, new HttpOptions { Url = url! }).Failures ?? []);
        Assert.StartsWith($"Pathway:Http:Url is '{url}'", failure, StringComparison.Ordinal);
    }
}
