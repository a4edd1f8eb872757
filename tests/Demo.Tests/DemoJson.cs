using System.Text.Json;

namespace PathwayOrleans.Demo.Tests;

/// <summary>Asserts the JSON result of a demo.</summary>
internal static class DemoJson
{
    // A standalone worker has two connections, and those of a killed worker remain for a moment; a silo has at most six.
    private static int ConnectionsOf(string engine) => engine == "standalone" ? 3 : 6;

    internal static void AssertExact(JsonElement result, string engine, long events, int malformed, int workers)
    {
        AssertExact(result, engine, events, events, malformed, workers);
        Assert.False(result.TryGetProperty("windowRows", out _));
    }

    internal static void AssertWindows(JsonElement result, string engine, long events, int malformed, int future, int workers)
    {
        AssertExact(result, engine, events, events - future, malformed, workers);
        Assert.Equal(0, result.GetProperty("windowMismatches").GetInt32());
        Assert.InRange(result.GetProperty("windowRows").GetInt32(), 3 * result.GetProperty("users").GetInt32(), int.MaxValue);
        Assert.Equal(future, result.GetProperty("future").GetInt32());

        // One event in a hundred is late, nearly always too late for one of the windows.
        Assert.InRange(result.GetProperty("late").GetInt32(), events / 200, events / 50);
    }

    private static void AssertExact(JsonElement result, string engine, long events, long applied, int malformed, int workers)
    {
        Assert.Equal(engine, result.GetProperty("engine").GetString());
        Assert.Equal(events, result.GetProperty("produced").GetInt64());
        Assert.Equal(applied, result.GetProperty("applied").GetInt64());
        Assert.Equal(0, result.GetProperty("lost").GetInt64());
        Assert.Equal(0, result.GetProperty("duplicated").GetInt64());
        Assert.Equal(malformed, result.GetProperty("deadLetters").GetInt32());
        Assert.Equal(workers, result.GetProperty("workers").GetInt32());
        Assert.InRange(result.GetProperty("databaseConnections").GetInt32(), 1, workers * ConnectionsOf(engine));
    }
}
