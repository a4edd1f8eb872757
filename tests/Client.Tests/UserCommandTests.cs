using FsCheck.Fluent;
using PathwayOrleans.Client.Tests.Cluster;
using PathwayOrleans.Testing;
using PathwayOrleans.Testing.Processes;

namespace PathwayOrleans.Client.Tests;

[Trait("Tier", "Slow")]
public sealed class UserCommandTests(FakeCluster cluster) : IClassFixture<FakeCluster>
{
    [Fact]
    public async Task A_user_is_one_JSON_object()
    {
        cluster.Data.Count("u17", 3, 37.5, 1_700_000_000_123);

        await using CommandProcess client = await cluster.AskAsync(exitCode: 0, "user", "u17", "--json");

        Assert.Equal("""{"userId":"u17","found":true,"count":3,"totalValue":37.5,"time":1700000000123}""", client.Output);
        Assert.Empty(client.Errors);
    }

    [Fact]
    public async Task A_user_is_a_table_in_plain_lines()
    {
        cluster.Data.Count("plain", 1234567, -0.1, 0);

        await using CommandProcess client = await cluster.AskAsync(exitCode: 0, "user", "plain");

        Assert.Equal(
            [
                "user       count  total value  last event",
                "plain  1,234,567         -0.1  1970-01-01T00:00:00.000Z",
            ],
            client.Lines);
        Assert.Empty(client.Errors);
    }

    [Fact]
    public async Task An_unknown_user_is_reported_as_unknown()
    {
        await using CommandProcess plain = await cluster.AskAsync(exitCode: 1, "user", "no\none");
        await using CommandProcess json = await cluster.AskAsync(exitCode: 1, "user", "nobody", "--json");

        Assert.Empty(plain.Output);
        Assert.Contains("""no user "no\none": no event with this user id was applied""", plain.Errors);
        Assert.Equal("""{"userId":"nobody","found":false}""", json.Output);
        Assert.Empty(json.Errors);
    }

    [Theory]
    [InlineData("001")]
    [InlineData("=50%")]
    [InlineData("{x} y")]
    [InlineData("\t\u00a0")]
    [InlineData("@file")]
    [InlineData("--json")]
    [InlineData("[suggest]")]
    [InlineData("😀é日")]
    public async Task A_user_id_with_special_characters_is_passed_unchanged(string userId)
    {
        cluster.Data.Count(userId, 1, 1, 1);
        cluster.Data.Count("x" + userId, 2, 2, 2);

        await using CommandProcess client = await cluster.AskAsync(exitCode: 0, "user", "--json", "--", userId);

        Assert.Equal(userId, client.Json.GetProperty("userId").GetString());
        Assert.Equal(1, client.Json.GetProperty("count").GetInt64());
    }

    [Fact]
    public async Task Many_user_ids_with_special_characters_are_passed_unchanged()
    {
        string[] ids = [.. UserIds.Nasty.Sample(60, 200).Where(id => !id.Any(c => c is '\n' or '\r')).Distinct()];
        for (int i = 0; i < ids.Length; i++)
        {
            cluster.Data.Count(ids[i], i + 1, i, i);
        }

        await using CommandProcess client = ClientProcess.Start(["--json", .. cluster.Options]);
        foreach (string id in ids)
        {
            await client.TypeAsync($"user -- {Client.Shell.CommandWords.Quote(id)}");
        }

        client.CloseInput();
        await client.EndsWithAsync(exitCode: 0);

        Assert.Equal(
            ids.Select((id, i) => (id, i + 1L)),
            client.Lines.Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement)
                .Select(user => (user.GetProperty("userId").GetString()!, user.GetProperty("count").GetInt64())));
    }

    [Theory]
    [InlineData("")]
    [InlineData(513)]
    public async Task A_user_id_that_no_event_can_have_is_an_invalid_argument(object id)
    {
        string userId = id is int length ? new string('x', length) : (string)id;

        await using CommandProcess client = await cluster.AskAsync(exitCode: 1, "user", userId);

        Assert.Contains("it must have between 1 and 512.", client.Errors);
    }
}
