using Microsoft.Extensions.Options;
using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Storage.Tests;

public class DatabaseOptionsValidatorTests
{
    [Fact]
    public void Defaults_are_valid_and_equal_the_proof_of_concepts()
    {
        var options = new DatabaseOptions();
        Assert.Equal("postgresql://user:password@postgres:5432/db", options.ConnectionString);
        Assert.Equal("pathway", options.ServiceId);
        Assert.True(Validate(options).Succeeded);
    }

    [Fact]
    public void Every_error_has_the_key_and_the_value()
    {
        var options = new DatabaseOptions
        {
            ConnectionString = "postgresql://u:s3cret@h/d?sslmode=maybe",
            ServiceId = "Public",
            CommandTimeout = TimeSpan.Zero,
            MaxRetryDelay = TimeSpan.FromHours(1),
        };
        string[] failures = [.. Validate(options).Failures!];
        Assert.Equal(4, failures.Length);
        AssertNames(failures, "Pathway:Database:ConnectionString", "unknown sslmode");
        AssertNames(failures, "Pathway:ServiceId", "'Public'");
        AssertNames(failures, "Pathway:Database:CommandTimeout", "00:00:00");
        AssertNames(failures, "Pathway:Database:MaxRetryDelay", "01:00:00");
        Assert.DoesNotContain(failures, failure => failure.Contains("s3cret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("00:00:00.9999999", false)]
    [InlineData("00:00:01", true)]
    [InlineData("01:00:00", true)]
    [InlineData("01:00:00.0000001", false)]
    public void Command_timeout_is_between_a_second_and_an_hour(string time, bool valid) =>
        Assert.Equal(valid, Validate(new DatabaseOptions { CommandTimeout = TimeSpan.Parse(time, null) }).Succeeded);

    [Theory]
    [InlineData("00:00:00.0999999", false)]
    [InlineData("00:00:00.1", true)]
    [InlineData("00:05:00", true)]
    [InlineData("00:05:00.0000001", false)]
    public void Retry_delay_is_between_a_tenth_of_a_second_and_five_minutes(string time, bool valid) =>
        Assert.Equal(valid, Validate(new DatabaseOptions { MaxRetryDelay = TimeSpan.Parse(time, null) }).Succeeded);

    private static ValidateOptionsResult Validate(DatabaseOptions options) =>
        new DatabaseOptionsValidator().Validate(null, options);

    private static void AssertNames(string[] failures, string key, string value) =>
        Assert.Single(
            failures,
            failure => failure.StartsWith(key, StringComparison.Ordinal) && failure.Contains(value, StringComparison.Ordinal));
}
