using System.Globalization;
using PathwayOrleans.LocalInfra;

namespace PathwayOrleans.Bench;

/// <summary>An engine to be measured.</summary>
/// <param name="Dll">Its program.</param>
/// <param name="Environment">Environment variables beyond those that every engine gets.</param>
internal sealed record EngineProgram(string Dll, IReadOnlyDictionary<string, string?> Environment)
{
    /// <summary>The standalone engine.</summary>
    internal static EngineProgram Standalone { get; } =
        new(Path.Combine(AppContext.BaseDirectory, "PathwayOrleans.Standalone.dll"), new Dictionary<string, string?>());

    /// <summary>A silo, the only one of its cluster, with free ports.</summary>
    internal static EngineProgram Silo(string dll, bool groupCommit, IReadOnlyDictionary<string, string?>? more = null) => new(
        dll,
        new Dictionary<string, string?>(more ?? new Dictionary<string, string?>())
        {
            ["Pathway__Silo__Port"] = Port(),
            ["Pathway__Silo__GatewayPort"] = Port(),
            ["Pathway__Silo__GroupCommit"] = groupCommit ? "true" : "false",
            ["Pathway__Dashboard__Url"] = "http://127.0.0.1:0",
        });

    private static string Port() => FreePort.Find().ToString(CultureInfo.InvariantCulture);
}
