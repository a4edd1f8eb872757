using PathwayOrleans.Storage.Configuration;

namespace PathwayOrleans.Storage.Tests;

public class ServiceIdTests
{
    [Theory]
    [InlineData("pathway", "public")]
    [InlineData("rebuild-1", "rebuild-1")]
    [InlineData("a", "a")]
    [InlineData("a_b-c9", "a_b-c9")]
    [InlineData("pgx", "pgx")]
    [InlineData("pathway2", "pathway2")]
    [InlineData("a23456789012345678901234567890123456789012345678", "a23456789012345678901234567890123456789012345678")]
    public void A_plain_identifier_is_the_name_of_its_schema(string serviceId, string schema)
    {
        Assert.Null(ServiceId.Problem(serviceId));
        Assert.Equal(schema, ServiceId.Schema(serviceId));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Public")]
    [InlineData("public")]
    [InlineData("information_schema")]
    [InlineData("pg_x")]
    [InlineData("a;b")]
    [InlineData("a\"b")]
    [InlineData("a b")]
    [InlineData("a\n")]
    [InlineData("1a")]
    [InlineData("_a")]
    [InlineData("-a")]
    [InlineData("ä")]
    [InlineData("a٣")]
    [InlineData("a234567890123456789012345678901234567890123456789")]
    public void Other_service_ids_are_rejected_with_their_value(string? serviceId)
    {
        string problem = Assert.IsType<string>(ServiceId.Problem(serviceId));
        Assert.Contains($"Pathway:ServiceId is '{serviceId}'", problem, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ServiceId.Schema(serviceId!));
    }
}
