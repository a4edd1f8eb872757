using System.Text.Json;

namespace PathwayOrleans.Cli.Tests.Demo;

/// <summary>What a demo's last line must say.</summary>
internal static class DemoJson
{
    // A standalone worker has two connections, and those of a killed one last for a moment; a silo has at most six.
    private static int ConnectionsOf(string engine) => engine == "standalone" ? 3 : 6;

    internal static void AssertExact(JsonElement result, string engine, long events, int malformed, int workers)
    {
        Assert.Equal(engine, result.GetProperty("engine").GetString());
        Assert.Equal(events, result.GetProperty("produced").GetInt64());
        Assert.Equal(events, result.GetProperty("applied").GetInt64());
        Assert.Equal(0, result.GetProperty("lost").GetInt64());
        Assert.Equal(0, result.GetProperty("duplicated").GetInt64());
        Assert.Equal(malformed, result.GetProperty("deadLetters").GetInt32());
        Assert.Equal(workers, result.GetProperty("workers").GetInt32());
        Assert.InRange(result.GetProperty("databaseConnections").GetInt32(), 1, workers * ConnectionsOf(engine));
    }
}
