using Microsoft.Extensions.Options;
using PathwayOrleans.Engine.Configuration;

namespace PathwayOrleans.Engine.Tests;

public sealed class EngineOptionsTests
{
    private const long Mebibyte = 1024 * 1024;

    [Fact]
    public void Bounds_that_do_not_fit_into_the_memory_of_the_process_are_rejected_with_the_keys_to_change()
    {
        ValidateOptionsResult refused = new EngineOptionsValidator(256 * Mebibyte).Validate(null, new EngineOptions());
        Assert.Equal(
            "Pathway:Engine: the bounds need 368 MiB of memory, but this process may use 256 MiB. Raise the memory limit, or " +
            "lower MaxStateBytes (134217728), MaxCommitBytes (33554432), MaxBytesInFlight (67108864) or " +
            "MaxDeadLetterBytes (16777216).",
            Assert.Single(refused.Failures!));
        Assert.True(new EngineOptionsValidator(368 * Mebibyte).Validate(null, new EngineOptions()).Succeeded);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(long.MaxValue)]
    public void A_bound_in_bytes_outside_of_its_limits_is_rejected(long bytes)
    {
        ValidateOptionsResult refused = new EngineOptionsValidator(long.MaxValue).Validate(
            null, new EngineOptions { MaxStateBytes = bytes });
        Assert.StartsWith(
            $"Pathway:Engine:MaxStateBytes is {bytes}; it must be between ",
            Assert.Single(refused.Failures!),
            StringComparison.Ordinal);
    }
}
